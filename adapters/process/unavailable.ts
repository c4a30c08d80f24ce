import { IteronError, messageOf } from '../../core/errors.ts'

/** The machine can't start a process; it may soon. */
export function unavailable(cause: unknown): IteronError {
  return new IteronError('UNAVAILABLE', `No program can be started now: ${messageOf(cause)}.`, {
    cause,
    hint: 'Look whether the machine is out of memory, processes, file descriptors or room on the disk.',
  })
}
