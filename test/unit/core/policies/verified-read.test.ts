import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryBlobStore } from '../../../../adapters/memory/blob-store.ts'
import { digestOf } from '../../../../core/model/identity.ts'
import { downloadVerified, openVerified, readVerified } from '../../../../core/policies/verified-read.ts'

const content = Buffer.alloc(200_000, 'abc')
const digest = digestOf(content)
const other = digestOf('other')

describe('a verified read', () => {
  const store = memoryBlobStore()
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'iteron-verified-'))
    await store.open()
    await store.put('a', { bytes: content })
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('gives the bytes', async () => {
    expect(digestOf(await readVerified(store, 'a', digest))).toBe(digest)
    expect(await downloadVerified(store, 'a', join(folder, 'a'), digest)).toEqual({ size: 200_000, digest })
    expect(digestOf(await readFile(join(folder, 'a')))).toBe(digest)
  })

  it('names key, expected and found digest of a damaged blob', async () => {
    const reading = readVerified(store, 'a', other)
    await expect(reading).rejects.toMatchObject({ code: 'DATA_LOSS', retryable: false })
    await expect(reading).rejects.toThrow(`the blob a is damaged: its digest is ${digest}, not ${other}`)
  })

  it('fails a stream instead of ending it', async () => {
    const stream = await openVerified(store, 'a', other)
    let ended = false
    stream.on('end', () => (ended = true))
    await expect(stream.toArray()).rejects.toMatchObject({ code: 'DATA_LOSS' })
    expect(ended).toBe(false)
  })

  it('leaves no file of a damaged blob', async () => {
    await expect(downloadVerified(store, 'a', join(folder, 'a'), other)).rejects.toMatchObject({
      code: 'DATA_LOSS',
    })
    expect(await readdir(folder)).toEqual([])
  })

  it('takes a blob that is gone for a damaged one', async () => {
    const gone = { code: 'DATA_LOSS', message: 'the blob nothing is not there', key: 'nothing', digest }
    await expect(readVerified(store, 'nothing', digest)).rejects.toMatchObject(gone)
    await expect(downloadVerified(store, 'nothing', join(folder, 'a'), digest)).rejects.toMatchObject(gone)
  })

  it('passes on the errors of the store', async () => {
    const controller = new AbortController()
    const stream = await openVerified(store, 'a', digest, controller.signal)
    controller.abort()
    await expect(stream.toArray()).rejects.toMatchObject({ code: 'CANCELLED' })
  })
})
