import type { AttemptTask } from '../../core/model/attempt-task.ts'
import { timeoutMsOf } from '../../core/model/module-spec.ts'
import { parseSize } from '../../core/model/quantity.ts'
import type { Task } from '../../core/ports/executor.ts'
import type { Prepared } from '../preparer/prepare.ts'
import type { Workspace } from '../workspace.ts'

export interface ModuleLimits {
  /** Between terminate and kill, milliseconds. */
  readonly graceMs: number
  readonly maxLogBytes: number
}

/** The prepared attempt as the executor takes it. */
export function moduleTask(
  task: AttemptTask,
  prepared: Prepared,
  workspace: Workspace,
  limits: ModuleLimits,
): Task {
  return {
    id: task.id,
    command: prepared.command,
    directory: workspace.base,
    environment: prepared.environment,
    timeoutMs: timeoutMsOf(task.spec),
    graceMs: limits.graceMs,
    maxLogBytes: limits.maxLogBytes,
    resources: resourcesOf(task),
  }
}

function resourcesOf({ spec: { resources } }: AttemptTask): NonNullable<Task['resources']> {
  const memoryBytes = resources.memory === undefined ? undefined : parseSize(resources.memory)
  return {
    ...(resources.cpus === undefined ? {} : { cpus: resources.cpus }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(resources.gpus === undefined ? {} : { gpus: resources.gpus }),
  }
}
