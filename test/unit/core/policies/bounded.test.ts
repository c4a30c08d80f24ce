import { describe, expect, it } from '@jest/globals'
import { memoryDocumentStore } from '../../../../adapters/memory/document-store.ts'
import { boundedDocumentStore } from '../../../../core/policies/bounded.ts'
import type { Write } from '../../../../core/ports/document-store.ts'

const refused = { code: 'INVALID_ARGUMENT', retryable: false }

describe('a bounded document store', () => {
  const insert = (id: string, text: string): Write => ({
    kind: 'insert',
    collection: 'c',
    document: { id, text } as { id: string },
  })

  it('refuses a batch with a document that is too large, before any of it is written', async () => {
    const store = boundedDocumentStore(memoryDocumentStore())
    await store.open([{ name: 'c', indexes: [] }])
    // {"id":"b","text":""} has 20 bytes
    const largest = 'é'.repeat((128 * 1024 - 20) / 2)
    await expect(store.batch([insert('a', 'x'), insert('b', `${largest}x`)])).rejects.toMatchObject(refused)
    expect(await store.get('c', 'a')).toBeUndefined()
    expect(await store.batch([insert('a', 'x'), insert('b', largest)])).toMatchObject({ kept: [] })
    await store.close()
  })

  it('refuses changes that are too large', async () => {
    const store = boundedDocumentStore(memoryDocumentStore(), 100)
    await store.open([{ name: 'c', indexes: [] }])
    await store.batch([insert('a', 'x')])
    const change = { set: { text: 'x'.repeat(100) } }
    await expect(store.batch([{ kind: 'update', collection: 'c', id: 'a', change }])).rejects.toThrow(
      /c\/a has 1\d\d bytes/,
    )
    await expect(store.claim('c', {}, { field: 'id' }, 1, change)).rejects.toMatchObject(refused)
    expect(await store.get('c', 'a')).toEqual({ id: 'a', text: 'x' })
    await store.close()
  })
})
