import type { Failure, FailureClass } from './failure.ts'

/**
 * Thrown by a stage: the attempt has failed, by this class and for this reason. Anything else that is thrown is a
 * staging failure.
 */
export class AttemptFailure extends Error {
  override readonly name = 'AttemptFailure'
  readonly failure: Failure

  constructor(
    kind: FailureClass,
    message: string,
    more: { hint?: string; exitCode?: number; passes?: boolean; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.failure = {
      class: kind,
      message,
      ...(more.hint === undefined ? {} : { hint: more.hint }),
      ...(more.exitCode === undefined ? {} : { exitCode: more.exitCode }),
      ...(more.passes === undefined ? {} : { passes: more.passes }),
    }
  }
}
