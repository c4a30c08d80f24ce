import type { BlobRef, EventRecord } from '../model/event.ts'
import { eventKey, isOwnSource } from '../model/identity.ts'
import type { JobRecord } from '../model/job.ts'
import { invariant, isOverdue, type Invariant, type InvariantSource } from './invariant-source.ts'

const KEEP = 'Keep a copy of the data folder and report it.'

export const EVENT_INVARIANTS: readonly Invariant[] = [
  invariant<EventRecord>({
    name: 'every event has the jobs that were decided',
    collection: 'events',
    means:
      'A handled event has one job for each module that takes it, as the decision of I2 counts them; joins that it roots are told apart. One that is not handled is on its way.',
    remedy: `An event that stays pending: the bus or the reconciler stands still; restart Iteron. A wrong number of jobs: publish it again with \`iteron event redrive\`. ${KEEP}`,
    examine: eventHasJobs,
  }),
  invariant<EventRecord>({
    name: 'every event is (source, id)',
    collection: 'events',
    means:
      'Its key is derived from source and id. Only jobs of this installation raise events with its own source, and each such event names its job; copies that were published again keep the source.',
    remedy: `Somebody wrote into the store. ${KEEP}`,
    examine: eventIsItself,
  }),
  invariant<EventRecord>({
    name: 'every event stands in its tree',
    collection: 'events',
    means:
      'An event from outside is a root in no scope; one that a job raised has the root and the scopes of its job, and names the event of the job as its cause.',
    remedy: `Joins around it may run early, or never. Cancel the tree (\`iteron job cancel JOB --tree\`) and publish its first event again. ${KEEP}`,
    examine: eventInheritsTree,
  }),
  invariant<EventRecord>({
    name: 'every list that stands apart is there',
    collection: 'events',
    means:
      'Data and lists of files that are too large for the record are blobs of the size that the event says.',
    remedy: 'Jobs of the event fail. Restore the blob from a backup, or publish the event anew.',
    examine: async ({ blobs }, { dataAt, filesAt }) =>
      (await Promise.all([dataAt, filesAt].map((ref) => problemOf(blobs, ref)))).flat(),
  }),
  invariant<EventRecord>({
    name: 'every file of an event is one of an artifact',
    collection: 'events',
    means: 'The files that an event passes on belong to artifacts that are known, deleted ones too.',
    remedy:
      'Jobs of the event fail, and lineage has a gap. `iteron artifact reindex` brings back what has metadata.',
    examine: filesHaveArtifacts,
  }),
  invariant<EventRecord>({
    name: 'a mark to cancel stands on a root',
    collection: 'events',
    means:
      'What is being cancelled is an event from outside or the root of a join, with the time of the mark.',
    remedy: `Cancel the tree again: \`iteron job cancel JOB --tree\`. ${KEEP}`,
    examine: (_source, event) => [
      ...(event.cancelling === true && event.cancelledAt === undefined
        ? ['it is being cancelled, and has no mark']
        : []),
      ...(isMarkedAmiss(event) ? ['it is marked to be cancelled, and roots nothing'] : []),
    ],
  }),
]

async function eventHasJobs(source: InvariantSource, event: EventRecord): Promise<string[]> {
  const { id, state, storedAt, children = 0, ownChildren = children, routes, type } = event
  if (state !== 'handled')
    return isOverdue(source, storedAt) ? [`the event ${type} is ${state} for too long`] : []
  const { count } = await source.store.tally('jobs', { event: id })
  const problems =
    count === children ? [] : [`the event ${type} has ${count} jobs, and ${children} were decided`]
  // a tombstone keeps the numbers and not the decision
  if (routes === undefined) return problems
  const wanted = routes.filter((route) => route.wanted)
  const own = wanted.filter((route) => route.join !== true)
  if (wanted.length !== children || own.length !== ownChildren)
    problems.push(
      `it counts ${children} jobs and ${ownChildren} without joins, and its decision ${wanted.length} and ${own.length}`,
    )
  return problems
}

function eventIsItself({ catalog }: InvariantSource, event: EventRecord): string[] {
  const problems =
    event.id === eventKey(event.source, event.eventId) ? [] : ['its key is not that of its source and id']
  const isOwn = isOwnSource(catalog.context.installation, event.source)
  if (isOwn && event.job === undefined && event.redriveOf === undefined)
    problems.push(`its source is ${event.source}, and no job raised it`)
  if (!isOwn && event.job !== undefined) problems.push(`a job raised it, and its source is ${event.source}`)
  return problems
}

async function eventInheritsTree({ catalog }: InvariantSource, event: EventRecord): Promise<string[]> {
  if (event.job === undefined) {
    const isRoot = event.root === event.id && event.scopes.length === 0
    return isRoot ? [] : ['it came from outside, and is no root']
  }
  const job = await catalog.jobs.get(event.job)
  if (job === undefined) return [`its job ${event.job} is not there`]
  return sameTree(event, job) && event.cause === job.event
    ? []
    : [`its root, scopes or cause are not those of its job ${job.id}`]
}

/** Whether an event and its job, or a job and its event, have the same root and enclosing scopes. */
export function sameTree(
  a: Pick<EventRecord | JobRecord, 'root' | 'scopes'>,
  b: Pick<EventRecord | JobRecord, 'root' | 'scopes'>,
): boolean {
  return (
    a.root === b.root && a.scopes.length === b.scopes.length && a.scopes.every((id, n) => id === b.scopes[n])
  )
}

/** A tombstone, and an event that isn't routed yet, don't say whether they root a join. */
function isMarkedAmiss({ id, root, routes, cancelledAt }: EventRecord): boolean {
  if (cancelledAt === undefined || id === root || routes === undefined) return false
  return !routes.some(({ wanted, join }) => wanted && join === true)
}

async function problemOf(blobs: InvariantSource['blobs'], ref: BlobRef | undefined): Promise<string[]> {
  if (ref === undefined) return []
  const stat = await blobs.stat(ref.key)
  if (stat === undefined) return [`the blob ${ref.key} is not there`]
  return stat.size === ref.size
    ? []
    : [`the blob ${ref.key} has ${stat.size} bytes, it should be ${ref.size}`]
}

async function filesHaveArtifacts({ catalog }: InvariantSource, { files }: EventRecord): Promise<string[]> {
  const problems: string[] = []
  for (const artifact of new Set(files.map((file) => file.artifact)))
    if ((await catalog.artifacts.get(artifact)) === undefined)
      problems.push(`it passes on files of the artifact ${artifact}, which is not there`)
  return problems
}
