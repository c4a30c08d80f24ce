import { FAILURE_CLASSES } from '../model/failure.ts'
import type { ModuleRecord } from '../model/module-spec.ts'
import type { DocumentStore } from '../ports/document-store.ts'
import { AT_WORK } from './statistics.ts'

/** What a module's queued jobs wait for. */
export type QueueReason = 'slot' | 'limit' | 'paused' | 'no room'

/** How much a module has to do, has left undone and has made. All of it comes from counts. */
export interface ModuleLoad {
  readonly module: Pick<ModuleRecord, 'id' | 'name' | 'state'>
  readonly running: number
  readonly queued: number
  readonly queuedFor: QueueReason
  /** Waiting for a next try, and for a scope to settle. */
  readonly retries: number
  readonly joins: number
  readonly failed: readonly (readonly [failureClass: string, count: number])[]
  readonly jobs: number
  readonly artifacts: number
  readonly files: number
  readonly bytes: number
}

const PRESENT = { $exists: true }
const ABSENT = { $exists: false }

export async function moduleLoad(
  store: DocumentStore,
  module: ModuleRecord,
  hasRoom: boolean,
): Promise<ModuleLoad> {
  const ofModule = { module: module.id }
  const jobs = async (filter: object) => (await store.tally('jobs', { ...ofModule, ...filter })).count
  const made = { ...ofModule, deletedAt: ABSENT }
  const [running, queued, retries, joins, all, failed, bytes, files] = await Promise.all([
    jobs({ state: { $in: AT_WORK } }),
    jobs({ state: 'queued' }),
    jobs({ state: 'waiting', join: ABSENT }),
    jobs({ state: 'waiting', join: PRESENT }),
    jobs({}),
    failures(jobs),
    store.tally('artifacts', made, 'bytes'),
    store.tally('artifacts', made, 'files'),
  ])
  const queuedFor = queued === 0 ? 'slot' : await reasonOf(store, module, hasRoom)
  return {
    module,
    running,
    queued,
    queuedFor,
    retries,
    joins,
    failed,
    jobs: all,
    artifacts: bytes.count,
    files: files.sum,
    bytes: bytes.sum,
  }
}

async function failures(jobs: (filter: object) => Promise<number>): Promise<[string, number][]> {
  if ((await jobs({ state: 'failed' })) === 0) return []
  const counts = await Promise.all(
    FAILURE_CLASSES.map(async (name): Promise<[string, number]> => {
      return [name, await jobs({ state: 'failed', 'failure.class': name })]
    }),
  )
  return counts.filter(([, count]) => count > 0)
}

async function reasonOf(store: DocumentStore, module: ModuleRecord, hasRoom: boolean): Promise<QueueReason> {
  if (!hasRoom) return 'no room'
  if (module.state === 'paused') return 'paused'
  const { concurrency } = module.spec
  if (concurrency === 0) return 'slot'
  // few rows have it: the attempts whose processes may be alive
  const { count } = await store.tally('jobs', { module: module.id, holds: PRESENT })
  return count >= concurrency ? 'limit' : 'slot'
}
