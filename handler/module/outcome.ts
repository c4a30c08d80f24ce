import { constants } from 'node:os'
import { AttemptFailure } from '../../core/model/attempt-failure.ts'
import type { ModuleSpec } from '../../core/model/module-spec.ts'
import type { TaskStatus } from '../../core/ports/executor.ts'

/** How the module stage ended. */
export type ModuleOutcome =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly failure: AttemptFailure }

/**
 * What an ended task means for its attempt. `log` holds the last lines that the module printed, if they are at hand.
 */
export function outcomeOf(status: TaskStatus, spec: ModuleSpec, log: readonly string[] = []): ModuleOutcome {
  if (status.end === 'exit' && status.exitCode === 0) return { kind: 'succeeded' }
  if (status.end === 'cancelled') return { kind: 'cancelled' }
  return { kind: 'failed', failure: failureOf(status, spec, log) }
}

function failureOf(status: TaskStatus, spec: ModuleSpec, log: readonly string[]): AttemptFailure {
  const { end, reason } = status
  switch (end) {
    case 'exit':
      return exited(status, log)
    case 'timeout':
      return new AttemptFailure(
        'timeout',
        withLog(`the module ran longer than ${spec.timeout} and was ended`, log),
        {
          hint: 'If it needs more time, raise timeout by `iteron module update`.',
        },
      )
    case 'oom':
      return new AttemptFailure(
        'memory',
        withLog(`the module used more memory than it may${memoryOf(spec)} and was ended`, log),
        {
          hint: 'If it needs more, raise resources.memory by `iteron module update`.',
        },
      )
    case 'unstartable':
      return new AttemptFailure('configuration', `the module's program can't be started${because(reason)}`, {
        hint: 'Check command and mend it; if it is registered: by `iteron module update`, then redrive its job.',
      })
    case 'unavailable':
      return new AttemptFailure('staging', `the module's program was not started${because(reason)}`, {
        hint: 'It is tried again. Look whether the machine is out of memory, processes, open files or room.',
        passes: true,
      })
    default:
      return new AttemptFailure(
        'lost',
        `the module's process was lost: nobody knows how it ended${because(reason)}`,
      )
  }
}

function exited({ exitCode, reason }: TaskStatus, log: readonly string[]): AttemptFailure {
  if (exitCode === undefined)
    return new AttemptFailure('exit', withLog(`the module ended without an exit code${because(reason)}`, log))
  return new AttemptFailure('exit', withLog(`the module exited with ${exitCode}${signalOf(exitCode)}`, log), {
    exitCode,
  })
}

/** Exit codes above 128 are, by convention, those of a process that a signal ended. */
function signalOf(exitCode: number): string {
  const found = Object.entries(constants.signals).find(([, number]) => number === exitCode - 128)
  return found === undefined ? '' : `, which stands for the signal ${found[0]}`
}

function memoryOf({ resources }: ModuleSpec): string {
  return resources.memory === undefined ? '' : ` (${resources.memory})`
}

function because(reason: string | undefined): string {
  return reason === undefined ? '' : `: ${reason}`
}

function withLog(message: string, log: readonly string[]): string {
  return log.length === 0 ? message : `${message}; last lines of its log: ${log.join(' | ')}`
}
