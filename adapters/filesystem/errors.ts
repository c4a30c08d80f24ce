import { type ErrorCode, isIteronError, IteronError, messageOf } from '../../core/errors.ts'

interface Meaning {
  readonly code: ErrorCode
  readonly hint?: string
  readonly retryable?: boolean
}

const FULL: Meaning = { code: 'RESOURCE_EXHAUSTED', hint: 'Free space on the disk, or raise the quota.' }
const DENIED: Meaning = { code: 'PERMISSION_DENIED', hint: 'Check owner and permissions of the folder.' }
const TOO_MANY: Meaning = {
  code: 'RESOURCE_EXHAUSTED',
  retryable: true,
  hint: 'Raise the limit of open files (ulimit -n).',
}
const NOT_A_FILE: Meaning = {
  code: 'FAILED_PRECONDITION',
  hint: 'A key can not also be the folder of other keys.',
}
const AWAY: Meaning = { code: 'UNAVAILABLE' }

const MEANINGS: Readonly<Record<string, Meaning>> = {
  ENOENT: { code: 'NOT_FOUND' },
  EEXIST: { code: 'ALREADY_EXISTS' },
  ENOSPC: FULL,
  EDQUOT: FULL,
  EMFILE: TOO_MANY,
  ENFILE: TOO_MANY,
  EACCES: DENIED,
  EPERM: DENIED,
  EROFS: { code: 'FAILED_PRECONDITION', hint: 'The file system is mounted read-only.' },
  ELOOP: { code: 'FAILED_PRECONDITION', hint: 'Symbolic links are not followed.' },
  ENOTDIR: NOT_A_FILE,
  EISDIR: NOT_A_FILE,
  ENOTSUP: { code: 'FAILED_PRECONDITION', hint: 'The file system needs hard links.' },
  ENOSYS: { code: 'FAILED_PRECONDITION', hint: 'The file system needs hard links.' },
  ENAMETOOLONG: { code: 'INVALID_ARGUMENT' },
  EBUSY: AWAY,
  ESTALE: AWAY,
  ETIMEDOUT: AWAY,
  EIO: { code: 'INTERNAL', hint: 'The disk may be failing: look at the system log.' },
}

/** What the system said, as ours; `what` names what was tried and the path. */
export function toIteronError(error: unknown, what: string): IteronError {
  if (isIteronError(error)) return error
  const meaning: Meaning = MEANINGS[systemCode(error) ?? ''] ?? { code: 'INTERNAL' }
  const { code, ...options } = meaning
  return new IteronError(code, `${what}: ${messageOf(error)}`, { ...options, cause: error })
}

/** `ENOENT` and its like. */
export function systemCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined
}

/** Runs `work`; what the system says comes out as ours. */
export async function explained<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw toIteronError(error, what)
  }
}

export function throwIfAborted(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted === true) throw cancelled(signal, what)
}

export function cancelled(signal: AbortSignal, what: string): IteronError {
  return new IteronError('CANCELLED', `${what} was cancelled`, { cause: signal.reason })
}
