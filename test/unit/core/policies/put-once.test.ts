import { describe, expect, it } from '@jest/globals'
import { memoryBlobStore } from '../../../../adapters/memory/blob-store.ts'
import { digestOf } from '../../../../core/model/identity.ts'
import { putOnce } from '../../../../core/policies/put-once.ts'
import type { BlobStore } from '../../../../core/ports/blob-store.ts'

const bytes = Buffer.from('same')

async function openStore(): Promise<BlobStore> {
  const store = memoryBlobStore()
  await store.open()
  return store
}

/** The store, its `stat` as given. */
function withStat(store: BlobStore, stat: BlobStore['stat']): BlobStore {
  return {
    capabilities: store.capabilities,
    open: () => store.open(),
    put: (...args) => store.put(...args),
    read: (...args) => store.read(...args),
    download: (...args) => store.download(...args),
    stat,
    list: (...args) => store.list(...args),
    delete: (keys) => store.delete(keys),
    signedUrl: (...args) => store.signedUrl(...args),
    sync: (keys) => store.sync(keys),
    close: () => store.close(),
  }
}

describe('putOnce', () => {
  it('reads the blob where the store keeps no digest', async () => {
    const store = await openStore()
    const bare = withStat(store, async (key) => {
      const stat = await store.stat(key)
      return stat && { key, size: stat.size }
    })
    await putOnce(bare, 'a', { bytes })
    expect(await putOnce(bare, 'a', { bytes })).toEqual({ size: 4, digest: digestOf(bytes), existed: true })
    await expect(putOnce(bare, 'a', { bytes: Buffer.from('else') })).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
    })
  })

  it('is to be tried again when the blob goes away meanwhile', async () => {
    const store = await openStore()
    await putOnce(store, 'a', { bytes })
    const racing = withStat(store, async (key) => {
      await store.delete([key])
      return store.stat(key)
    })
    const put = putOnce(racing, 'a', { bytes })
    await expect(put).rejects.toMatchObject({ code: 'ABORTED', retryable: true })
    expect(await putOnce(racing, 'a', { bytes })).toMatchObject({ existed: false })
  })

  it('passes on what the store refuses for other reasons', async () => {
    const store = await openStore()
    await expect(putOnce(store, '../a', { bytes })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await expect(putOnce(store, 'a', { bytes }, { digest: digestOf('x') })).rejects.toMatchObject({
      code: 'DATA_LOSS',
    })
  })
})
