import type { JobFilter } from '../core/catalog/jobs.ts'
import type { DeadLetter } from '../core/ports/event-bus.ts'
import type { DeadLetterFilter__Output } from '../proto/generated/iteron/v1/DeadLetterFilter.ts'
import type { ApiContext } from './context.ts'
import { invalid } from './errors.ts'
import { jobFilterOf } from './job-filter.ts'

/**
 * Which dead letters are meant: jobs, if `jobs` is there, and messages, if `message` is: those of the bus, or with
 * `discarded` those that were given up.
 */
export interface Criteria {
  readonly jobs?: JobFilter
  readonly message?: (letter: DeadLetter) => boolean
  readonly discarded?: boolean
}

/** INVALID_ARGUMENT for a state or kind that there isn't. */
export async function criteriaOf(
  context: ApiContext,
  filter: DeadLetterFilter__Output | null,
): Promise<Criteria> {
  if (filter === null) return { jobs: { states: ['failed'] }, message: () => true }
  const { kind, state, module } = filter
  if (!['', 'job', 'message'].includes(kind))
    throw invalid(`there is no kind ${JSON.stringify(kind)}`, 'Kinds: job, message.')
  if (!['', 'failed', 'discarded'].includes(state)) {
    throw invalid(`a dead letter is never ${JSON.stringify(state)}`, 'States: failed, discarded.')
  }
  const states = [state === '' ? 'failed' : state]
  // Messages were never a module's.
  const messages = kind !== 'job' && module === ''
  return {
    ...(kind === 'message' ? {} : { jobs: await jobFilterOf(context, { ...filter, states }) }),
    ...(messages ? { message: (letter) => isWanted(letter, filter) } : {}),
    discarded: state === 'discarded',
  }
}

function isWanted(
  { event, at }: DeadLetter,
  { type, correlationId, sinceMs }: DeadLetterFilter__Output,
): boolean {
  if (type !== '' && event?.type !== type) return false
  if (correlationId !== '' && (event?.correlationid ?? event?.id) !== correlationId) return false
  return at >= sinceMs
}
