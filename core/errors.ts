/** The codes of every error that Iteron raises: gRPC's status names, so that one table maps both ways. */
export const ERROR_CODES = [
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

const RETRYABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['UNAVAILABLE', 'ABORTED', 'DEADLINE_EXCEEDED'])
const BRAND = Symbol.for('iteron.error')

export interface ErrorOptions {
  cause?: unknown
  /** Whether trying the same call again may help; by default decided by the code. */
  retryable?: boolean
  /** What the user can do, one sentence. */
  hint?: string
}

/** The one error class. Programs act on `code`, people read `message` (what and why) and `hint` (what to do). */
export class IteronError extends Error {
  override readonly name = 'IteronError'
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly hint: string | undefined
  readonly [BRAND] = true

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.retryable = options.retryable ?? RETRYABLE.has(code)
    this.hint = options.hint
  }
}

/** Brand instead of `instanceof`: two copies of this module may be loaded (build and source). */
export function isIteronError(error: unknown): error is IteronError {
  return typeof error === 'object' && error !== null && BRAND in error
}

/** The code of any thrown value; what isn't ours is INTERNAL. */
export function codeOf(error: unknown): ErrorCode {
  return isIteronError(error) ? error.code : 'INTERNAL'
}

/** The message of any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
