import { codeOf, IteronError } from '../core/errors.ts'
import { attemptId } from '../core/model/identity.ts'
import type { AttemptRecord, JobRecord } from '../core/model/job.ts'
import { isClosed, isLive } from '../core/model/transition.ts'
import type { LogLine } from '../core/ports/executor.ts'
import type { GetJobLogsRequest__Output } from '../proto/generated/iteron/v1/GetJobLogsRequest.ts'
import type { GetJobLogsResponse } from '../proto/generated/iteron/v1/GetJobLogsResponse.ts'
import type { ApiContext } from './context.ts'
import { invalid, notFound } from './errors.ts'
import { logLines } from './log-line.ts'
import { Wakeup } from './wakeup.ts'

/** Lines of one message, at most. */
const BATCH = 200

type Lines = AsyncIterable<LogLine>

/**
 * The log of one attempt: kept, or live from its executor. With `follow`, what hasn't begun is waited for, and the next
 * attempts come after it if none is named.
 */
export async function* readLogs(
  context: ApiContext,
  request: GetJobLogsRequest__Output,
  signal: AbortSignal,
): AsyncGenerator<GetJobLogsResponse> {
  if (request.attempt < 0) throw invalid(`there is no attempt ${request.attempt}`)
  const { id } = await context.catalog.jobs.resolve(request.job)
  const { signals, clock } = context.catalog.context
  const wakeup = new Wakeup(signals, clock, (changed) => changed.collection === 'jobs' && changed.id === id)
  try {
    let attempt = await attemptOf(context, id, request, wakeup, signal)
    while (attempt !== undefined) {
      for await (const lines of batches(
        await linesOf(context, id, attempt, request.follow, wakeup, signal),
      )) {
        yield { attempt, lines }
      }
      if (!request.follow || request.attempt !== 0) return
      attempt = await attemptAfter(context, id, attempt, wakeup, signal)
    }
  } finally {
    wakeup.close()
  }
}

/**
 * Number of the attempt that is asked for, when it has begun; undefined if there will be none or nobody waits any more.
 */
async function attemptOf(
  { catalog }: ApiContext,
  id: string,
  { attempt, follow }: GetJobLogsRequest__Output,
  wakeup: Wakeup,
  signal: AbortSignal,
): Promise<number | undefined> {
  while (!signal.aborted) {
    const job = await catalog.jobs.get(id)
    if (job === undefined) throw notFound(`there is no job ${id}`)
    const wanted = attempt === 0 ? Math.max(1, job.attempt) : attempt
    if (wanted <= job.attempt) return wanted
    if (!follow || mayNotRunAgain(job)) throw noAttempt(job, wanted)
    await wakeup.next(signal)
  }
  return undefined
}

/** The next attempt, when it has begun; undefined if there will be none or nobody waits any more. */
async function attemptAfter(
  { catalog }: ApiContext,
  id: string,
  attempt: number,
  wakeup: Wakeup,
  signal: AbortSignal,
): Promise<number | undefined> {
  while (!signal.aborted) {
    const job = await catalog.jobs.get(id)
    if (job === undefined) return undefined
    if (job.attempt > attempt) return attempt + 1
    if (mayNotRunAgain(job)) return undefined
    await wakeup.next(signal)
  }
  return undefined
}

function mayNotRunAgain(job: JobRecord): boolean {
  return job.state === 'failed' || isClosed(job.state)
}

function noAttempt(job: JobRecord, wanted: number): IteronError {
  const had = job.attempt === 0 ? 'has not been tried yet' : `has had ${job.attempt} attempts`
  return new IteronError('NOT_FOUND', `there is no attempt ${wanted} of the job ${job.id}: it ${had}`, {
    hint: 'iteron job explain says what it waits for; with --follow the log is shown when it comes.',
  })
}

/** Waits, if it is followed, while the attempt is between its stages and nobody has its log yet. */
async function linesOf(
  context: ApiContext,
  id: string,
  attempt: number,
  follow: boolean,
  wakeup: Wakeup,
  signal: AbortSignal,
): Promise<Lines> {
  const { catalog } = context
  while (!signal.aborted) {
    const job = await catalog.jobs.get(id)
    const record = await recordOf(context, id, attempt)
    if (record !== undefined) return keptLines(context, record, signal)
    if (job === undefined) break
    if (job.expiredAt !== undefined) throw logExpired(job.expiredAt)
    const live = await liveLines(context, job, attempt, follow, signal)
    if (live !== undefined) return live
    if (!follow || job.attempt !== attempt || !isLive(job.state)) break
    await wakeup.next(signal)
  }
  return nothing()
}

async function recordOf(
  context: ApiContext,
  job: string,
  attempt: number,
): Promise<AttemptRecord | undefined> {
  return context.catalog.context.store.get<AttemptRecord>('attempts', attemptId(job, attempt))
}

async function* keptLines(
  { blobs }: ApiContext,
  { log, logExpiredAt }: AttemptRecord,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  if (logExpiredAt !== undefined) throw logExpired(logExpiredAt)
  if (log === undefined) return
  yield* logLines(await blobs.read(log.key, undefined, signal))
}

function logExpired(at: number): IteronError {
  return new IteronError('NOT_FOUND', `the log was removed by retention at ${new Date(at).toISOString()}`)
}

/** Undefined if the executor doesn't know the attempt: it hasn't got so far, or its log is being kept. */
async function liveLines(
  context: ApiContext,
  job: JobRecord,
  attempt: number,
  follow: boolean,
  signal: AbortSignal,
): Promise<Lines | undefined> {
  const module = await context.catalog.modules.get(job.module)
  const executor = context.executors.get(module?.spec.executor ?? '')
  if (executor === undefined || job.attempt !== attempt) return undefined
  const lines = executor.logs(attemptId(job.id, attempt), { follow, signal })[Symbol.asyncIterator]()
  try {
    const first = await lines.next()
    return first.done === true ? nothing() : continued(first.value, lines)
  } catch (error) {
    if (codeOf(error) === 'NOT_FOUND') return undefined
    throw error
  }
}

async function* continued(first: LogLine, rest: AsyncIterator<LogLine>): AsyncGenerator<LogLine> {
  try {
    yield first
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

async function* nothing(): AsyncGenerator<LogLine> {}

/** Lines that are there at once go into one message; nobody waits for a message to be full. */
async function* batches(lines: Lines): AsyncGenerator<{ atMs: number; text: string }[]> {
  const source = lines[Symbol.asyncIterator]()
  let batch: { atMs: number; text: string }[] = []
  let next = source.next()
  try {
    for (;;) {
      const result = await soon(next, batch.length === 0)
      if (result === 'later' || result.done === true || batch.length >= BATCH) {
        if (batch.length > 0) yield batch
        batch = []
      }
      if (result === 'later') continue
      if (result.done === true) return
      batch.push({ atMs: Math.round(result.value.at), text: result.value.text })
      next = source.next()
    }
  } finally {
    await source.return?.()
  }
}

/** The result, or `later` if it isn't there within this turn of the event loop. */
function soon<T>(result: Promise<T>, wait: boolean): Promise<T | 'later'> {
  if (wait) return result
  return Promise.race([result, new Promise<'later'>((resolve) => setImmediate(resolve, 'later'))])
}
