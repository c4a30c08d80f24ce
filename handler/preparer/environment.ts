import type { AttemptTask } from '../../core/model/attempt-task.ts'
import type { Workspace } from '../workspace.ts'
import { readSecrets } from './secrets.ts'
import { attemptTraceparent } from './traceparent.ts'

/** Of the process that prepares: variable → value. */
export type Ambient = Readonly<Record<string, string | undefined>>

const ALWAYS_PASSED = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/', LANG: 'C.UTF-8' }

/**
 * The whole environment of the module. Its own variables go before what is passed on, and what Iteron says about the
 * attempt before
 * both: ITERON_JOB_ID and ITERON_ATTEMPT identify the attempt's processes.
 */
export async function environmentOf(
  task: AttemptTask,
  workspace: Workspace,
  ambient: Ambient,
): Promise<Record<string, string>> {
  const { spec } = task
  return {
    ...ALWAYS_PASSED,
    ...passedOn([...Object.keys(ALWAYS_PASSED), ...spec.passEnvironment], ambient),
    ...spec.environment,
    ...(await readSecrets(spec.secrets, ambient)),
    HANDLER_BASE_DIR: workspace.base,
    ITERON_JOB_ID: task.job,
    ITERON_ATTEMPT: String(task.number),
    ITERON_CORRELATION_ID: task.correlationId,
    ITERON_EVENT_TYPE: task.event.type,
    TRACEPARENT: attemptTraceparent(task.id, task.correlationId, task.traceparent),
  }
}

function passedOn(names: readonly string[], ambient: Ambient): Record<string, string> {
  const pairs = names.flatMap((name) => {
    const value = ambient[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(pairs)
}
