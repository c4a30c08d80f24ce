import { setMaxListeners } from 'node:events'
import type { Document } from '../ports/document-store.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import { ARTIFACT_INVARIANTS } from './artifact-invariants.ts'
import { ATTEMPT_INVARIANTS } from './attempt-invariants.ts'
import { unownedBlobs } from './blob-accounting.ts'
import { strayMessages } from './bus-invariants.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { EVENT_INVARIANTS } from './event-invariants.ts'
import {
  everyPage,
  type Finding,
  type Invariant,
  type InvariantCount,
  type InvariantOptions,
  type InvariantSource,
} from './invariant-source.ts'
import { JOB_INVARIANTS } from './job-invariants.ts'
import { MODULE_INVARIANTS } from './module-invariants.ts'
import { verifyArtifacts } from '../catalog/verification.ts'

/** Documents that are examined at once. */
const WIDTH = 16

/** Rules about records, in the order of one pass over each collection. */
export const INVARIANTS: readonly Invariant[] = [
  ...EVENT_INVARIANTS,
  ...JOB_INVARIANTS,
  ...ATTEMPT_INVARIANTS,
  ...ARTIFACT_INVARIANTS,
  ...MODULE_INVARIANTS,
]

type Described = Pick<Invariant, 'name' | 'means' | 'remedy'>

/** Only with `--blobs`. */
export const BLOBS: Described = {
  name: 'every blob belongs to something',
  means:
    'Each blob is a file, the metadata or a list of an artifact or event, a log, or recorded to be removed. What attempts at work and uploads have stored so far is a note.',
  remedy:
    'Nothing will ever remove it: it takes up room and harms nothing. Keep a copy of the data folder and report it.',
}

/** Where records and bus can be read at one instant. */
export const BUS: Described = {
  name: 'every message has a reader',
  means:
    "What waits on the bus, or lies in its dead letters, is of this installation's group and of a topic that it has subscribed to, which is its event's type.",
  remedy:
    'It is never delivered. Publish its event again under another id. Keep a copy of the data folder and report it.',
}

/** Only with `--verify-files`. */
export const FILES: Described = {
  name: 'every file has the bytes of its digest',
  means: 'Every file of every artifact is read and compared.',
  remedy:
    'The file is damaged and given to nobody. Restore the blob from a backup, or delete the artifact and run its job anew.',
}

/** Names of all invariants that are checked, in that order. */
export function invariantNames({
  verifyFiles,
  accountBlobs,
  bus,
}: Pick<InvariantOptions, 'verifyFiles' | 'accountBlobs' | 'bus'>): string[] {
  return [
    ...INVARIANTS.map(({ name }) => name),
    ...(bus === undefined ? [] : [BUS.name]),
    ...(accountBlobs === true ? [BLOBS.name] : []),
    ...(verifyFiles ? [FILES.name] : []),
  ]
}

/**
 * Checks what must hold of the records and blobs, and yields what doesn't. Work in progress is no finding: what looks
 * broken is read anew, and told only if it still is.
 */
export async function* brokenInvariants(
  catalog: Catalog,
  blobs: BlobStore,
  count: InvariantCount,
  options: InvariantOptions,
): AsyncGenerator<Finding> {
  const source = { catalog, store: catalog.context.store, blobs, count, options }
  setMaxListeners(2 * WIDTH, options.signal) // each that is examined may wait
  for (const collection of new Set(INVARIANTS.map((one) => one.collection))) {
    const rules = INVARIANTS.filter((one) => one.collection === collection)
    for await (const documents of everyPage(source, collection)) yield* findingsOf(source, rules, documents)
  }
  if (options.bus !== undefined) {
    for (const stray of await strayMessages(options.bus, options.signal))
      yield { check: BUS.name, ...stray, remedy: BUS.remedy }
  }
  if (options.accountBlobs === true) {
    for await (const { key, message, note } of unownedBlobs(source))
      yield { check: BLOBS.name, subject: key, message, ...(note ? { note } : { remedy: BLOBS.remedy }) }
  }
  if (options.verifyFiles) yield* damagedFiles(source)
}

/** Some documents are examined beside each other, since each waits for the store most of its time. */
async function* findingsOf(
  source: InvariantSource,
  rules: readonly Invariant[],
  documents: readonly Document[],
): AsyncGenerator<Finding> {
  for (let at = 0; at < documents.length; at += WIDTH) {
    const some = documents.slice(at, at + WIDTH)
    yield* (await Promise.all(some.map((document) => findingsOfOne(source, rules, document)))).flat()
  }
}

async function findingsOfOne(
  source: InvariantSource,
  rules: readonly Invariant[],
  document: Document,
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { name: check, collection, remedy, examine } of rules) {
    if ((await examine(source, document)).length === 0) continue
    const fresh = await source.store.get(collection, document.id)
    if (fresh === undefined) continue
    for (const message of await examine(source, fresh))
      findings.push({ check, subject: fresh.id, message, remedy })
  }
  return findings
}

async function* damagedFiles({ catalog, blobs, options }: InvariantSource): AsyncGenerator<Finding> {
  for await (const { artifact, file, problem } of verifyArtifacts(
    catalog,
    blobs,
    undefined,
    options.signal,
  )) {
    if (problem !== undefined)
      yield { check: FILES.name, subject: `${artifact}:${file.path}`, message: problem, remedy: FILES.remedy }
  }
}
