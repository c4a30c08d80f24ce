import type { ContentRecord, ManifestPart } from '../../core/model/artifact.ts'
import type { Document, DocumentStore, Page, Write } from '../../core/ports/document-store.ts'
import type { StagedPart } from '../../core/protocol/commit.ts'
import { blindTo, changed, withoutGuards } from './changed-store.ts'
import { never } from './party.ts'
import type { Scenario } from './scenario.ts'
import {
  isGoing,
  isLive,
  slow,
  slowCommit,
  slowStaging,
  until,
  untilJudged,
  type Row,
} from './slow-content.ts'
import type { WithoutRule } from './without-rule.ts'
import type { World } from './world.ts'

/** Much is made that has the same content, deleted and collected, while nothing else goes wrong. */
const BUSY: Partial<Scenario> = {
  start: ['L', 'L', 'L', 'L', 'L', 'L', 'L', 'L', 'L', 'L', 'L', 'L'],
  roots: 1,
  failing: 0,
  pauses: 0,
  crashes: 0,
  faults: 0,
  jobCancels: 0,
  treeCancels: 0,
  moduleChanges: 0,
  drops: 0,
  duplicates: 0,
  conflicts: 0,
  forgeries: 0,
  redrives: 0,
  discards: 0,
  backups: 0,
  namings: 0,
  deletions: 60,
  collections: 60,
  copies: 0,
  wildSteps: 4000,
  days: 1,
}
/** By so few that each of them does much of it. */
const BY_TWO: Partial<Scenario> = { ...BUSY, hosts: 2 }
const GONE = 'a file of an artifact is gone'

/** A check that always holds in place of another. */
function holds(world: World): Write {
  return {
    kind: 'check',
    collection: 'modules',
    id: world.modules.get('a') ?? '',
    guard: {},
  }
}

function withoutChecks(isIt: (write: Write) => boolean) {
  return (store: DocumentStore, world: World): DocumentStore => ({
    ...changed(store, {}),
    batch: async (writes) => {
      const isMeant = (write: Write) => write.kind === 'check' && isIt(write)
      if (writes.some(isMeant)) await slow(store, 300)
      return store.batch(writes.map((write) => (isMeant(write) ? holds(world) : write)))
    },
  })
}

/** The content that is about to be referred to is what it was when the output was stored. */
function readBeforeStaging(store: DocumentStore): DocumentStore {
  const before = new Map<string, Page<Document>>()
  return changed(store, {
    find: async (collection, query) => {
      if (collection !== 'contents' || !('id' in query.filter)) return store.find(collection, query)
      const key = JSON.stringify(query.filter)
      const known = before.get(key)
      if (known !== undefined && before.delete(key)) return known
      const page = await store.find(collection, query)
      before.set(key, page)
      const digests = page.documents.map(({ id }) => id)
      await untilJudged(store, digests)
      return page
    },
  })
}

/** Committed references are read first, staged ones when they are gone, or long after. */
function committedFirst(store: DocumentStore): DocumentStore {
  const committed = new Map<string, Page<Document>>()
  return changed(store, {
    find: async (collection, query) => {
      const staged = query.filter['refers']
      if (collection === 'staged' && typeof staged === 'string') {
        const filter = { 'files.digest': staged }
        committed.set(staged, await store.find('manifests', { filter, limit: 1000 }))
        for (let n = 0; n < 200; n += 1)
          if ((await store.find(collection, query)).documents.length === 0) break
      }
      const digest = query.filter['files.digest']
      const known =
        collection === 'manifests' && typeof digest === 'string' ? committed.get(digest) : undefined
      return known ?? store.find(collection, query)
    },
  })
}

function isOfContents(write: Write, state: string): boolean {
  return write.kind === 'update' && write.collection === 'contents' && write.change.set?.['state'] === state
}

/** Whoever condemned it, it is executed: best when somebody has acquitted it, and somebody else condemned it anew. */
function anyToken(store: DocumentStore): DocumentStore {
  return {
    ...changed(store, {}),
    batch: async (writes) => {
      const [write] = writes
      if (write?.kind !== 'update' || !isOfContents(write, 'deleting')) return store.batch(writes)
      let wasLive = false
      const isCondemnedAnew = (row: Row) => {
        wasLive ||= isLive(row)
        return isGoing(row) || (wasLive && row?.state === 'condemned')
      }
      await until(store, write.id, isCondemnedAnew, 400)
      return store.batch([withoutGuards(write, ['token'])])
    },
  }
}

/** What is being deleted can be condemned anew, and acquitted. */
function deletingGoesBack(store: DocumentStore): DocumentStore {
  const alive = (write: Write): Write =>
    isOfContents(write, 'condemned') && write.kind === 'update' && write.guard?.['state'] === 'live'
      ? { ...write, guard: { ...write.guard, state: { $in: ['live', 'deleting'] } } }
      : write
  return {
    ...changed(store, {
      get: async (collection, id) => {
        const document = await store.get(collection, id)
        const isDeleting =
          collection === 'contents' && (document as { state?: string } | undefined)?.state === 'deleting'
        return isDeleting ? ({ ...document, state: 'live' } as Document & object) : document
      },
    }),
    batch: async (writes) => {
      const result = await store.batch(writes.map(alive))
      const [write] = writes
      if (write?.kind === 'update' && isOfContents(write, 'deleting'))
        await until(store, write.id, (row) => row === undefined || isLive(row), 400)
      return result
    },
  }
}

function isGarbage(write: Write): boolean {
  return write.collection === 'garbage' && write.kind !== 'delete'
}

/** What lost its reference is written down afterwards, unless the process stops in between. */
function recordedAfter(store: DocumentStore, world: World): DocumentStore {
  return {
    ...changed(store, {}),
    batch: async (writes) => {
      const result = await store.batch(writes.filter((write) => !isGarbage(write)))
      const isDrop = writes.some((write) => write.kind === 'delete' && write.collection === 'manifests')
      if (isDrop && world.random.chance(0.5)) return never()
      return result.refused === undefined ? store.batch(writes.filter(isGarbage)) : result
    },
  }
}

/** The content is made known before the manifest that holds it, and now and then long before. */
function contentFirst(store: DocumentStore, world: World): DocumentStore {
  const known = new Set<string>()
  return {
    ...changed(store, {}),
    batch: async (writes) => {
      for (const write of writes) {
        if (write.kind !== 'insert') continue
        if (write.collection === 'contents') known.add((write.document as ContentRecord).key)
        if (write.collection !== 'manifests') continue
        const own = (write.document as ManifestPart).files.filter(({ key }) => known.delete(key))
        for (const { digest } of own) if (world.random.chance(0.5)) await until(store, digest, isGoing, 1000)
      }
      return store.batch(writes.map(contentsBeforeManifests))
    },
  }
}

function contentsBeforeManifests(write: Write): Write {
  if (write.kind !== 'insert' || write.collection !== 'staged') return write
  const part = write.document as StagedPart
  const isContent = ({ collection }: { collection: string }) => collection === 'contents'
  const rows = [...part.rows.filter(isContent), ...part.rows.filter((row) => !isContent(row))]
  return { ...write, document: { ...part, rows } as StagedPart }
}

/** Each rule about content and its deletion that the model must miss when it is taken away. */
export const WITHOUT_CONTENT: readonly WithoutRule[] = [
  {
    rule: 'what is referred to is live at the moment of the commit',
    mode: 'transactions',
    tuned: { ...BUSY, maxFusedRows: 500 },
    rules: { store: withoutChecks(({ collection }) => collection === 'contents') },
    problem: GONE,
  },
  {
    rule: 'a reference is staged before the content is read',
    mode: 'single-writes',
    tuned: BY_TWO,
    rules: { store: readBeforeStaging },
    problem: GONE,
  },
  {
    rule: 'staged references are read before committed ones',
    from: 8,
    mode: 'single-writes',
    tuned: BY_TWO,
    rules: { store: slowCommit, keeping: committedFirst },
    problem: GONE,
  },
  {
    rule: 'only who condemned content executes it',
    mode: 'single-writes',
    tuned: BY_TWO,
    rules: { store: slowStaging, keeping: anyToken },
    problem: GONE,
  },
  {
    rule: 'deleting is never taken back',
    mode: 'single-writes',
    tuned: BY_TWO,
    rules: { store: slowStaging, keeping: deletingGoesBack },
    problem: GONE,
  },
  {
    rule: 'content is made known after the manifest that holds it',
    mode: 'single-writes',
    tuned: BY_TWO,
    rules: { store: contentFirst },
    problem: GONE,
  },
  {
    rule: 'garbage is recorded before the reference goes',
    mode: 'single-writes',
    tuned: { ...BY_TWO, start: ['N', 'N', 'R'] },
    rules: { keeping: recordedAfter },
  },
  {
    rule: 'only of closed trees anything expires',
    mode: 'embedded',
    tuned: { ...BUSY, start: ['N', 'R'] },
    rules: {
      keeping: (store) =>
        changed(store, {
          tally: (collection, filter) =>
            'root' in filter
              ? Promise.resolve({ count: collection === 'events' ? 1 : 0, sum: 0 })
              : undefined,
        }),
    },
    problem: 'something expired in an open tree',
  },
  {
    rule: 'nothing is freed while a pin is held',
    mode: 'transactions',
    tuned: { ...BUSY, backups: 40 },
    rules: { keeping: (store) => blindTo(store, (collection) => collection === 'pins') },
    problem: 'a blob that somebody reads under a pin is gone',
  },
  {
    rule: 'an event names live artifacts when it is recorded',
    mode: 'transactions',
    tuned: { ...BUSY, namings: 20, copies: 10 },
    rules: { store: withoutChecks(({ collection }) => collection === 'artifacts') },
    problem: 'a job was made whose files are deleted',
  },
  {
    rule: 'who relays late brings nothing back',
    mode: 'transactions',
    tuned: { ...BUSY, maxFusedRows: 0, pauses: 8 },
    rules: { store: withoutChecks((write) => write.kind === 'check' && 'relayed' in write.guard) },
  },
]
