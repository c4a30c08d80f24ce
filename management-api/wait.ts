import { codeOf } from '../core/errors.ts'
import { jobsOfTree, outcomeOf, progressOf, TreeAtRest, type TreeProgress } from '../core/catalog/tree.ts'
import type { EventRecord } from '../core/model/event.ts'
import { eventKey } from '../core/model/identity.ts'
import type { DeadLetter } from '../core/ports/event-bus.ts'
import type { Progress } from '../proto/generated/iteron/v1/Progress.ts'
import type { WaitEventRequest__Output } from '../proto/generated/iteron/v1/WaitEventRequest.ts'
import type { WaitEventResponse } from '../proto/generated/iteron/v1/WaitEventResponse.ts'
import type { ApiContext } from './context.ts'
import { notFound } from './errors.ts'
import { jobMessage } from './job-message.ts'
import { Wakeup } from './wakeup.ts'

const DEFAULT_INTERVAL_MS = 200
const LISTED_JOBS = 1000
/** Looks at an empty bus after which an unknown event is unknown. */
const LOOKS = 2

/** Progress of an event's tree, then its outcome when it is at rest. */
export async function* waitForEvent(
  context: ApiContext,
  request: WaitEventRequest__Output,
  signal: AbortSignal,
): AsyncGenerator<WaitEventResponse> {
  const { signals, clock } = context.catalog.context
  const wakeup = new Wakeup(
    signals,
    clock,
    ({ collection }) => collection === 'jobs' || collection === 'events',
  )
  try {
    const event = await arrival(context, request.event, wakeup, signal)
    if (event === undefined) return
    if ('refusedBecause' in event) yield refusal(event)
    else yield* untilAtRest(context, event, request.intervalMs, wakeup, signal)
  } finally {
    wakeup.close()
  }
}

/** The event when it is in the store, or the dead letter that it became; undefined if nobody waits any more. */
async function arrival(
  context: ApiContext,
  text: string,
  wakeup: Wakeup,
  signal: AbortSignal,
): Promise<EventRecord | Refused | undefined> {
  let looks = 0
  while (!signal.aborted) {
    const found = (await findEvent(context, text)) ?? (await refusedEvent(context, text))
    if (found !== undefined) return found
    const { depth } = await context.bus.stats(context.group)
    looks = depth === 0 ? looks + 1 : 0
    if (looks >= LOOKS) throw notFound(`there is no event ${JSON.stringify(text)}`)
    await wakeup.next(signal)
  }
  return undefined
}

async function findEvent({ catalog }: ApiContext, text: string): Promise<EventRecord | undefined> {
  try {
    return await catalog.events.resolve(text)
  } catch (error) {
    if (codeOf(error) === 'NOT_FOUND') return undefined
    throw error
  }
}

interface Refused {
  readonly refusedBecause: string
  readonly id: string
  readonly key: string
}

async function refusedEvent({ bus, group }: ApiContext, text: string): Promise<Refused | undefined> {
  let after: string | undefined
  for (;;) {
    const letters: DeadLetter[] = await bus.deadLetters(group, 500, after)
    for (const { event, reason } of letters) {
      if (event === undefined) continue
      const key = eventKey(event.source, event.id)
      if (event.id === text || key === text) return { refusedBecause: reason, id: event.id, key }
    }
    after = letters.at(-1)?.id
    if (after === undefined) return undefined
  }
}

function refusal({ refusedBecause, id, key }: Refused): WaitEventResponse {
  const why = `the event was refused: ${refusedBecause}`
  return { outcome: { verdict: 'failed', reason: why, jobs: [], jobsTotal: 0, event: id, eventKey: key } }
}

async function* untilAtRest(
  { catalog }: ApiContext,
  event: EventRecord,
  intervalMs: number,
  wakeup: Wakeup,
  signal: AbortSignal,
): AsyncGenerator<WaitEventResponse> {
  const { store, clock } = catalog.context
  const tree = new TreeAtRest(store, clock, event.root)
  const interval = intervalMs > 0 ? intervalMs : DEFAULT_INTERVAL_MS
  let told = -Infinity
  while (!signal.aborted) {
    const atRest = await tree.look(signal)
    if (atRest) {
      yield await outcome(catalog, event)
      return
    }
    if (clock.monotonic() - told >= interval) {
      told = clock.monotonic()
      yield { progress: progressMessage(await progressOf(store, event.root)) }
    }
    await wakeup.next(signal)
  }
}

async function outcome(catalog: ApiContext['catalog'], event: EventRecord): Promise<WaitEventResponse> {
  const { store } = catalog.context
  const [progress, jobs, root] = await Promise.all([
    progressOf(store, event.root),
    jobsOfTree(store, event.root, LISTED_JOBS),
    catalog.events.get(event.root),
  ])
  const { verdict, reason } = outcomeOf(progress, root ?? event)
  return {
    progress: progressMessage(progress),
    outcome: {
      verdict,
      reason,
      jobs: jobs.map(jobMessage),
      jobsTotal: progress.jobs,
      event: event.eventId,
      eventKey: event.id,
    },
  }
}

function progressMessage({ events, jobs, jobsByState, blocked }: TreeProgress): Progress {
  return { events, jobs, jobsByState: Object.fromEntries(jobsByState), blocked }
}
