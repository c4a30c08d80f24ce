import { expect, test } from '@jest/globals'
import { memoryBlobStore } from '../../../../adapters/memory/blob-store.ts'
import { memoryDocumentStore } from '../../../../adapters/memory/document-store.ts'
import { Catalog } from '../../../../core/catalog/catalog.ts'
import { COLLECTIONS } from '../../../../core/catalog/collections.ts'
import type { Finding } from '../../../../core/invariants/invariant-source.ts'
import { brokenInvariants } from '../../../../core/invariants/invariants.ts'
import { artifactOf } from '../../../../core/invariants/job-invariants.ts'
import type { Document, Write } from '../../../../core/ports/document-store.ts'
import { Signals } from '../../../../core/signals.ts'
import { randomIds, systemClock } from '../../../../core/system-clock.ts'

const ENTRY = { path: 'a', digest: 'sha256:0', size: 1, key: 'a' }
/** A job that has committed. */
const JOB = {
  id: 'z',
  module: 'm',
  event: 'e',
  eventType: 'T',
  root: 'e',
  scopes: [],
  state: 'succeeded',
  attempt: 1,
  committed: 1,
  children: 0,
  parts: 1,
}
/** More than are looked at together. */
const PARTS = 1001

/** The manifest of a commit that is being relayed: its artifact's row comes last. */
async function relaying(relayed: boolean): Promise<string[]> {
  const [store, blobs] = [memoryDocumentStore(), memoryBlobStore()]
  await Promise.all([store.open(COLLECTIONS), blobs.open()])
  const insert = (collection: string, document: Document & Record<string, unknown>): Write => {
    return { kind: 'insert', collection, document }
  }
  const artifact = artifactOf('z', 1)
  await store.batch([
    insert('jobs', { ...JOB, relayed }),
    insert('manifests', { id: `${artifact}.0`, artifact, part: 0, files: [ENTRY] }),
    ...Array.from({ length: PARTS }, (_, part) =>
      insert('staged', { id: `a.1.${String(part)}`, job: 'a', attempt: 1, part, rows: [] }),
    ),
  ])
  const context = { store, clock: systemClock, ids: randomIds, signals: new Signals(), installation: 'test' }
  const options = { verifyFiles: false, signal: new AbortController().signal }
  const found: Finding[] = []
  for await (const finding of brokenInvariants(new Catalog(context), blobs, { documents: 0 }, options))
    found.push(finding)
  return found.filter(({ subject }) => subject.startsWith(artifact)).map(({ message }) => message)
}

test('a manifest whose commit is being relayed is none without its artifact, however many commits are', async () => {
  const stray = `its artifact ${artifactOf('z', 1)} is not there`
  const gone = 'a: the blob a is not there'
  expect(await relaying(true)).toEqual([stray, gone])
  expect(await relaying(false)).toEqual([gone])
})
