import type { Filter } from '../../core/model/filter.ts'
import type { Document, DocumentStore, Page, Write } from '../../core/ports/document-store.ts'
import { blindTo, changed, withoutGuards } from './changed-store.ts'
import type { Rules } from './rules.ts'
import type { Scenario } from './scenario.ts'
import type { World } from './world.ts'

/** The writes that change a job's state to one of these, without some fields of their guards. */
function unguarded(states: readonly string[], fields: readonly string[]): Rules {
  const batch = (writes: readonly Write[]) =>
    writes.map((write) =>
      write.kind === 'update' && states.includes(String(write.change.set?.['state']))
        ? withoutGuards(write, fields)
        : write,
    )
  return { store: (store) => changed(store, { batch }) }
}

/** What is looked for isn't found. */
function blind(isIt: (collection: string, filter: Filter) => boolean): Rules {
  return { store: (store) => blindTo(store, isIt) }
}

/** What is asked about a scope at the moment in which the last answer about it came gets the same answers again. */
function singleReading(store: DocumentStore, world: World): DocumentStore {
  const last = new Map<string, unknown>()
  const endedAt = new Map<string, number>()
  const once = async <T>(scope: unknown, key: unknown, ask: () => Promise<T>): Promise<T> => {
    const name = JSON.stringify(key)
    if (last.has(name) && endedAt.get(String(scope)) === world.step) return last.get(name) as T
    const answer = await ask()
    last.set(name, answer)
    endedAt.set(String(scope), world.step)
    return answer
  }
  return {
    ...changed(store, {}),
    get: (collection, id) =>
      collection === 'events' ? once(id, id, () => store.get(collection, id)) : store.get(collection, id),
    tally: (collection, filter, sumOf) =>
      once(filter['scopes'], [collection, filter], async () => {
        // Within one reading the events are looked at long after the jobs.
        const calls = collection === 'events' && 'scopes' in filter ? 40 : 0
        for (let n = 0; n < calls; n += 1) await store.get('meta', 'nothing')
        return store.tally(collection, filter, sumOf)
      }),
    find: (collection, query) =>
      'scopes' in query.filter
        ? once(query.filter['scopes'], [collection, query], () => store.find(collection, query))
        : store.find(collection, query),
  }
}

/** The first list of modules is kept for ever. */
function keptModules(store: DocumentStore): DocumentStore {
  let kept: Promise<Page<Document>> | undefined
  return changed(store, {
    find: (collection, query) =>
      collection === 'modules' ? (kept ??= store.find(collection, query)) : undefined,
    batch: (writes) =>
      writes.map((write) =>
        write.kind === 'check' && write.collection === 'meta' ? { ...write, guard: {} } : write,
      ),
  })
}

const LEASE_FIELDS = ['attempt', 'token', 'state', 'owner']

/** A heartbeat, or the look before a program begins. */
function isOfLease(write: Write): boolean {
  if (write.collection !== 'jobs') return false
  return write.kind === 'check' || (write.kind === 'update' && write.change.increment?.['beat'] !== undefined)
}

export interface WithoutRule {
  readonly rule: string
  readonly mode: string
  /** Runs in which it matters. */
  readonly tuned?: Partial<Scenario>
  readonly rules: Rules
  /** The first seed: where it is found, if that takes long. */
  readonly from?: number
  /** What the model has to say, where it could also be something else. */
  readonly problem?: string
}

/** Long enough that much goes wrong, and nobody ends what it happens to. */
const LONG_ALIKE: Partial<Scenario> = {
  start: ['N', 'N', 'N', 'N', 'N'],
  jobCancels: 0,
  treeCancels: 0,
  moduleChanges: 0,
  wildSteps: 2500,
}

/** Each rule of the protocol that the model must miss when it is taken away. */
export const WITHOUT: readonly WithoutRule[] = [
  {
    rule: 'a scope has settled in two readings',
    from: 3,
    mode: 'single-writes',
    tuned: { start: ['N', 'N', 'N', 'N', 'N', 'N'], failing: 0, pauses: 0, crashes: 0, faults: 0 },
    rules: { store: singleReading },
  },
  {
    rule: 'only the current attempt commits',
    mode: 'single-writes',
    rules: unguarded(['succeeded'], ['attempt', 'token', 'state']),
  },
  {
    rule: 'a closed job is closed for ever',
    mode: 'embedded',
    tuned: { jobCancels: 8, failing: 0 },
    rules: unguarded(['succeeded'], ['state']),
  },
  {
    rule: 'a failed attempt changes its own job only',
    from: 5,
    mode: 'transactions',
    rules: unguarded(['queued', 'waiting', 'failed'], ['attempt', 'token', 'state']),
  },
  {
    rule: 'limits are counted again after the claim',
    from: 3,
    mode: 'transactions',
    rules: {
      store: (store) =>
        changed(store, {
          tally: (_, filter) => ('module' in filter ? Promise.resolve({ count: 0, sum: 0 }) : undefined),
        }),
    },
  },
  {
    rule: 'what is claimed looks at the marks of its roots',
    mode: 'single-writes',
    tuned: { treeCancels: 4, failing: 0 },
    rules: blind((collection, filter) => collection === 'events' && 'cancelledAt' in filter),
  },
  {
    rule: 'the reconciler routes what the bus lost',
    from: 2,
    mode: 'single-writes',
    rules: blind((collection, filter) => collection === 'events' && 'storedAt' in filter),
  },
  {
    rule: 'the reconciler relays what was committed',
    from: 9,
    mode: 'single-writes',
    rules: blind((collection, filter) => collection === 'jobs' && 'relayed' in filter),
  },
  {
    rule: 'leases end',
    from: 6,
    mode: 'transactions',
    rules: blind(
      (collection, filter) =>
        collection === 'jobs' && ('holds' in filter || '$in' in Object(filter['state'])),
    ),
  },
  {
    rule: 'what never counts is swept',
    from: 3,
    mode: 'embedded',
    rules: blind((collection) => collection === 'sweeps'),
  },
  {
    rule: 'parts behind a crash are dropped',
    mode: 'single-writes',
    tuned: { ...LONG_ALIKE, crashes: 12, pauses: 0, failing: 0, faults: 0 },
    rules: blind((collection, filter) => collection === 'staged' && !('job' in filter)),
  },
  { rule: 'a module is looked up in the store', mode: 'transactions', rules: { store: keptModules } },
  {
    rule: 'blocked joins are discarded before what blocks them',
    mode: 'embedded',
    tuned: { failing: 0.6, requires: { J: 'settled', K: 'all', S: 'settled' } },
    rules: {
      store: (store) =>
        changed(store, {
          batch: (writes) => {
            const [first] = writes
            const isJoin =
              first?.kind === 'update' &&
              first.change.set?.['state'] === 'discarded' &&
              'join' in (first.guard ?? {})
            return isJoin ? [] : writes
          },
        }),
    },
  },
  {
    rule: 'the reconciler looks at joins that wait',
    mode: 'single-writes',
    tuned: { ...LONG_ALIKE, crashes: 12, pauses: 0, failing: 0, faults: 0 },
    rules: blind(
      (collection, filter) => collection === 'jobs' && 'join' in filter && Object.keys(filter).length === 2,
    ),
  },
  {
    rule: 'the reconciler goes on cancelling',
    from: 5,
    mode: 'single-writes',
    rules: blind((collection, filter) => collection === 'events' && 'cancelling' in filter),
  },
  {
    rule: 'a program begins only on a lease that is held',
    mode: 'transactions',
    tuned: { ...LONG_ALIKE, crashes: 0, pauses: 12 },
    rules: {
      store: (store) =>
        changed(store, {
          batch: (writes) =>
            writes.map((write) => (isOfLease(write) ? withoutGuards(write, LEASE_FIELDS) : write)),
        }),
    },
  },
]
