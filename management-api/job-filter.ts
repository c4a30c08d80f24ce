import type { JobFilter } from '../core/catalog/jobs.ts'
import { visibleState, type JobRecord } from '../core/model/job.ts'
import { JOB_STATES, type JobState } from '../core/model/transition.ts'
import type { ApiContext } from './context.ts'
import { invalid } from './errors.ts'

/** How requests choose jobs. */
interface JobFields {
  readonly module: string
  readonly type: string
  readonly correlationId: string
  readonly states?: readonly string[]
  readonly sinceMs?: number
}

/** The module becomes its id; NOT_FOUND and INVALID_ARGUMENT for what can't be. */
export async function jobFilterOf(context: ApiContext, request: JobFields): Promise<JobFilter> {
  const { module, type, correlationId, states = [], sinceMs = 0 } = request
  return {
    ...(states.length === 0 ? {} : { states: states.map(stateOf) }),
    ...(module === '' ? {} : { module: (await context.catalog.modules.resolveAny(module)).id }),
    ...(type === '' ? {} : { eventType: type }),
    ...(correlationId === '' ? {} : { correlationId }),
    ...(sinceMs === 0 ? {} : { since: sinceMs }),
  }
}

function stateOf(text: string): JobState {
  const state = JOB_STATES.find((known) => known === text)
  if (state === undefined)
    throw invalid(`there is no job state ${JSON.stringify(text)}`, `States: ${JOB_STATES.join(', ')}.`)
  return state
}

/** The filter's meaning for one job. */
export function satisfies(job: JobRecord, filter: JobFilter): boolean {
  const { states, module, eventType, correlationId, since } = filter
  if (states !== undefined && !states.includes(visibleState(job))) return false
  if (module !== undefined && job.module !== module) return false
  if (eventType !== undefined && job.eventType !== eventType) return false
  if (correlationId !== undefined && job.correlationId !== correlationId) return false
  return since === undefined || job.createdAt >= since
}
