import type { Client, Job } from '../../e2e/client.ts'
import { allArtifacts, allEvents, allFiles, allJobs, each } from '../whole-lists.ts'

export interface AccountedFile {
  readonly path: string
  readonly digest: string
  readonly size: number
}

export interface AccountedEvent {
  readonly id: string
  readonly key: string
  readonly source: string
  readonly type: string
  readonly root: string
  readonly cause: readonly [job: string, event: string]
  readonly correlationId: string
  readonly state: string
  readonly data: unknown
  readonly files: readonly AccountedFile[]
  readonly jobs: number
  readonly conflicts: number
}

export interface AccountedJob {
  readonly id: string
  readonly module: string
  readonly event: string
  readonly root: string
  readonly join: string
  readonly state: string
  readonly outputEvents: number
  /** Files of its artifacts, in order. */
  readonly files: readonly AccountedFile[]
}

/** All that an installation holds that doesn't depend on when it happened, nor on how often it was tried. */
export interface Account {
  readonly events: readonly AccountedEvent[]
  readonly jobs: readonly AccountedJob[]
}

/** An account, and how it came to be. */
export interface Books extends Account {
  /** What breaks a rule, each in a sentence. */
  readonly faults: readonly string[]
  readonly artifacts: readonly { readonly id: string; readonly path: string }[]
  /** Attempts of all jobs. */
  readonly attempts: readonly AccountedAttempt[]
}

/** With what names its log. */
export interface AccountedAttempt {
  readonly job: string
  readonly module: string
  readonly number: number
  readonly state: string
  readonly createdAtMs: number
  readonly logBytes: number | undefined
}

/** Reads everything by the management API, from whatever stores the server has. */
export async function booksOf(client: Client): Promise<Books> {
  const faults: string[] = []
  const summaries = await allEvents(client)
  const listed = await allJobs(client)
  const artifacts = await allArtifacts(client)
  const made = artifacts.filter(({ job }) => job !== undefined && job !== '')
  const known = new Set(artifacts.map(({ id }) => id))
  const events = await each(summaries, ({ key }) => eventOf(client, key, known, faults))
  const jobs = await each(listed, ({ id }) => client.job(id))
  faults.push(...jobs.flatMap(faultsOf))
  const owned = new Set(jobs.flatMap((job) => job.artifacts))
  for (const { id } of made) if (!owned.has(id)) faults.push(`the artifact ${id} belongs to no job`)
  return {
    faults,
    events: sorted(events, 'key'),
    jobs: sorted(await each(jobs, (job) => jobOf(client, job)), 'id'),
    artifacts: artifacts.map(({ id, path }) => ({ id, path })),
    attempts: jobs.flatMap(attemptsOf),
  }
}

async function eventOf(client: Client, key: string, artifacts: ReadonlySet<string>, faults: string[]) {
  const event = await client.call('events', 'GetEvent', { event: key })
  for (const { path, artifact } of event.files)
    if (!artifacts.has(artifact))
      faults.push(`the event ${key} names ${path} of ${artifact}, which isn't there`)
  return {
    id: event.id,
    key,
    source: event.source,
    type: event.type,
    root: event.root,
    cause: [event.job ?? '', event.causationId ?? ''] as const,
    correlationId: event.correlationId,
    state: event.state,
    data: JSON.parse(event.dataJson ?? '{}') as unknown,
    files: filesOf(event.files),
    jobs: event.jobs ?? 0,
    conflicts: event.conflicts,
  }
}

async function jobOf(client: Client, job: Job): Promise<AccountedJob> {
  const files = await each(job.artifacts, (artifact) => allFiles(client, artifact))
  return {
    id: job.id,
    module: job.module,
    event: job.eventKey,
    root: job.root,
    join: job.join ?? '',
    state: job.state,
    outputEvents: job.outputEvents ?? 0,
    files: filesOf(files.flat()),
  }
}

/** Exactly one attempt counts, and it is the last; all others were lost with their process. */
function faultsOf({ id, module, state, artifacts, attemptList }: Job): string[] {
  const states = attemptList.map((attempt) => attempt.state)
  const numbers = attemptList.map(({ number }) => number)
  const whole =
    state === 'succeeded' &&
    artifacts.length === 1 &&
    states.at(-1) === 'succeeded' &&
    states.slice(0, -1).every((one) => one === 'lost') &&
    numbers.every((number, index) => number === index + 1)
  return whole
    ? []
    : [
        `the job ${id} of ${module} is ${state} with ${artifacts.length} artifacts and attempts ${states.join(' ')}`,
      ]
}

export function attemptsOf({ id, module, createdAtMs, attemptList }: Job): AccountedAttempt[] {
  return attemptList.map(({ number, state, logSize }) => ({
    job: id,
    module,
    number,
    state,
    createdAtMs,
    logBytes: logSize,
  }))
}

function filesOf(files: readonly AccountedFile[]): AccountedFile[] {
  return files
    .map(({ path, digest, size }) => ({ path, digest, size }))
    .sort((left, right) => (left.path < right.path ? -1 : 1))
}

function sorted<T>(list: readonly T[], by: keyof T): T[] {
  return [...list].sort((left, right) => (left[by] < right[by] ? -1 : 1))
}
