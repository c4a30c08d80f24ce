import type { Document, DocumentStore, Page, Write } from '../../core/ports/document-store.ts'
import type { StagedPart } from '../../core/protocol/commit.ts'
import { blindTo, changed, withoutGuards } from './changed-store.ts'
import { never } from './party.ts'
import type { Scenario } from './scenario.ts'
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
  deletions: 20,
  collections: 20,
  copies: 6,
  wildSteps: 1500,
  days: 1,
}
const GONE = 'a file of an artifact is gone'

/** A call that takes long: much happens meanwhile. */
async function slow(store: DocumentStore, calls: number): Promise<void> {
  for (let n = 0; n < calls; n += 1) await store.get('meta', 'nothing')
}

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

/** What comes after such a write, or before it, comes late. */
function late(
  store: DocumentStore,
  isIt: (write: Write) => boolean,
  when: 'before' | 'after',
  calls: number,
): DocumentStore {
  return {
    ...changed(store, {}),
    batch: async (writes) => {
      const meant = writes.some(isIt)
      if (meant && when === 'before') await slow(store, calls)
      const result = await store.batch(writes)
      if (meant && when === 'after') await slow(store, calls)
      return result
    },
  }
}

function isStaging(write: Write): boolean {
  return write.kind === 'insert' && write.collection === 'staged'
}

function slowStaging(store: DocumentStore): DocumentStore {
  return late(late(store, isStaging, 'before', 100), isStaging, 'after', 200)
}

function isCommit(write: Write): boolean {
  return write.kind === 'update' && write.collection === 'jobs' && write.change.set?.['state'] === 'succeeded'
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
      await slow(store, 200)
      return page
    },
  })
}

/** Committed references are read first, staged ones long after. */
function committedFirst(store: DocumentStore): DocumentStore {
  const committed = new Map<string, Page<Document>>()
  return changed(store, {
    find: async (collection, query) => {
      const staged = query.filter['refers']
      if (collection === 'staged' && typeof staged === 'string') {
        const filter = { 'files.digest': staged }
        committed.set(staged, await store.find('manifests', { filter, limit: 1000 }))
        await slow(store, 200)
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

/** Whoever condemned it, it is executed. */
function anyToken(store: DocumentStore): DocumentStore {
  const looking = changed(store, {
    find: async (collection, query) => {
      const page = await store.find(collection, query)
      if (collection === 'staged') await slow(store, 60)
      return page
    },
  })
  return {
    ...looking,
    batch: async (writes) => {
      if (writes.some((write) => isOfContents(write, 'deleting'))) await slow(store, 400)
      const free = (write: Write) => (write.kind === 'update' ? withoutGuards(write, ['token']) : write)
      return store.batch(
        writes.map((write) =>
          write.kind !== 'insert' && write.collection === 'contents' ? free(write) : write,
        ),
      )
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
      if (writes.some((write) => isOfContents(write, 'deleting'))) await slow(store, 500)
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
      if (isDrop && world.random.chance(0.2)) return never()
      return result.refused === undefined ? store.batch(writes.filter(isGarbage)) : result
    },
  }
}

/** The content is made known before the manifest that holds it. */
function contentFirst(write: Write): Write {
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
    from: 8,
    mode: 'single-writes',
    tuned: BUSY,
    rules: { store: readBeforeStaging },
    problem: GONE,
  },
  {
    rule: 'staged references are read before committed ones',
    from: 13,
    mode: 'single-writes',
    tuned: BUSY,
    rules: { store: (store) => late(store, isCommit, 'before', 100), keeping: committedFirst },
    problem: GONE,
  },
  {
    rule: 'only who condemned content executes it',
    from: 35,
    mode: 'single-writes',
    tuned: BUSY,
    rules: { store: slowStaging, keeping: anyToken },
    problem: GONE,
  },
  {
    rule: 'deleting is never taken back',
    from: 16,
    mode: 'single-writes',
    tuned: BUSY,
    rules: { store: slowStaging, keeping: deletingGoesBack },
    problem: GONE,
  },
  {
    rule: 'content is made known after the manifest that holds it',
    from: 36,
    mode: 'single-writes',
    tuned: BUSY,
    rules: {
      store: (store, world) =>
        late(
          changed(store, { batch: (writes) => writes.map(contentFirst) }),
          (write) => write.kind === 'insert' && write.collection === 'manifests' && world.random.chance(0.3),
          'before',
          1000,
        ),
    },
    problem: GONE,
  },
  {
    rule: 'garbage is recorded before the reference goes',
    from: 50,
    mode: 'single-writes',
    tuned: { ...BUSY, start: ['N', 'N', 'R'] },
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
    from: 78,
    mode: 'transactions',
    tuned: { ...BUSY, backups: 8 },
    rules: { keeping: (store) => blindTo(store, (collection) => collection === 'pins') },
    problem: 'a blob that somebody reads under a pin is gone',
  },
  {
    rule: 'an event names live artifacts when it is recorded',
    from: 3,
    mode: 'transactions',
    tuned: { ...BUSY, namings: 20, copies: 10 },
    rules: { store: withoutChecks(({ collection }) => collection === 'artifacts') },
    problem: 'a job was made whose files are deleted',
  },
  {
    rule: 'who relays late brings nothing back',
    from: 3,
    mode: 'transactions',
    tuned: { ...BUSY, maxFusedRows: 0, pauses: 8 },
    rules: { store: withoutChecks((write) => write.kind === 'check' && 'relayed' in write.guard) },
  },
]
