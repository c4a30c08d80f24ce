import { describe, expect, test } from '@jest/globals'
import { CommittedAttempts, referencesOf, refersToBlobs } from '../../../../core/backup/references.ts'
import { COLLECTIONS } from '../../../../core/catalog/collections.ts'

const file = { key: 'k', digest: 'sha256:00', size: 1 }

function keys(collection: string, document: object, committed = new CommittedAttempts()): string[] {
  return referencesOf(collection, { id: 'x', ...document }, committed).map(({ key }) => key)
}

describe('what a record refers to', () => {
  test.each([
    ['manifests', { files: [{ ...file, path: 'p' }] }, ['k']],
    ['contents', { state: 'live', key: 'k', size: 1 }, ['k']],
    ['contents', { state: 'condemned', key: 'k', size: 1 }, []],
    ['contents', { state: 'deleting', key: 'k', size: 1 }, []],
    ['events', { dataAt: file, filesAt: { ...file, key: 'l' } }, ['k', 'l']],
    ['events', { files: [file] }, []],
    ['attempts', { log: { key: 'log', size: 2 } }, ['log']],
    ['attempts', {}, []],
    ['artifacts', { path: 'a/' }, ['a/metadata.yaml']],
    ['artifacts', { path: 'a/', deletedAt: 1 }, []],
    ['jobs', {}, []],
  ])('%s %j', (collection, document, expected) => {
    expect(keys(collection, document)).toEqual(expected)
  })

  test('what is staged counts once its attempt has committed, and until it is relayed', () => {
    const rows = [{ collection: 'manifests', document: { id: 'm', files: [file] } }]
    const staged = (attempt: number) => ({ job: 'j', attempt, rows })
    const committed = new CommittedAttempts()
    committed.add({ id: 'j', state: 'succeeded', committed: 2, relayed: false } as never)
    committed.add({ id: 'other', state: 'succeeded', committed: 1, relayed: true } as never)
    expect(keys('staged', staged(2), committed)).toEqual(['k'])
    expect(keys('staged', staged(1), committed)).toEqual([])
    expect(keys('staged', { ...staged(1), job: 'other' }, committed)).toEqual([])
  })

  test('every collection that names keys of blobs is known', () => {
    const known = COLLECTIONS.map(({ name }) => name).filter(refersToBlobs)
    expect(known.sort()).toEqual(['artifacts', 'attempts', 'contents', 'events', 'manifests', 'staged'])
  })
})
