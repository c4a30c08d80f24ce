import { EXIT, type ExitCode } from './exit-codes.ts'

/**
 * An error that ends the program: what and why in `message`, what to do in `hint`. `code` is one of gRPC's status
 * names.
 */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly code: string
  readonly hint: string | undefined
  readonly exit: ExitCode

  constructor(exit: ExitCode, code: string, message: string, hint?: string) {
    super(message)
    this.exit = exit
    this.code = code
    this.hint = hint
  }
}

/** The command was called wrongly; found before anything was done. */
export function usageError(message: string, hint?: string): CliError {
  return new CliError(EXIT.usage, 'INVALID_ARGUMENT', message, hint)
}

/** The operation was tried, and failed. */
export function failure(message: string, hint?: string): CliError {
  return new CliError(EXIT.failed, 'ABORTED', message, hint)
}

/** The user ended it. */
export function interrupted(): CliError {
  return new CliError(EXIT.interrupted, 'CANCELLED', 'interrupted')
}

const EXIT_BY_STATUS: Readonly<Record<string, ExitCode>> = {
  UNAVAILABLE: EXIT.unreachable,
  NOT_FOUND: EXIT.notFound,
  INVALID_ARGUMENT: EXIT.usage,
  OUT_OF_RANGE: EXIT.usage,
  ALREADY_EXISTS: EXIT.refused,
  PERMISSION_DENIED: EXIT.refused,
  UNAUTHENTICATED: EXIT.refused,
  RESOURCE_EXHAUSTED: EXIT.refused,
  FAILED_PRECONDITION: EXIT.refused,
  UNIMPLEMENTED: EXIT.refused,
  DEADLINE_EXCEEDED: EXIT.timedOut,
}

const TOO_MANY_FILES: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE'])
const TOO_MANY = 'too many open files'
const MORE_FILES =
  'Raise the limit of open files, by `ulimit -n` or LimitNOFILE of the service: 1024 is enough for most.'

/** Any thrown value as the error that is shown. Errors of the server and of the core carry a status name and a hint. */
export function cliErrorOf(error: unknown): CliError {
  if (error instanceof CliError) return error
  const message = error instanceof Error ? error.message : String(error)
  const { code, hint } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
  if (isOutOfFiles(error))
    return new CliError(EXIT.refused, 'RESOURCE_EXHAUSTED', tooMany(message), MORE_FILES)
  const name = typeof code === 'string' ? code : 'INTERNAL'
  return new CliError(
    EXIT_BY_STATUS[name] ?? EXIT.failed,
    name,
    message,
    typeof hint === 'string' ? hint : undefined,
  )
}

/** Whether that is why, however far down. */
function isOutOfFiles(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown }
  return TOO_MANY_FILES.has(code) || isOutOfFiles(cause)
}

function tooMany(message: string): string {
  return message.includes(TOO_MANY) ? message : `${TOO_MANY}: ${message}`
}

/** The text for standard error. */
export function describeError(error: CliError, json: boolean): string {
  const { code, message, hint, exit } = error
  if (json) return `${JSON.stringify({ error: { code, message, hint, exitCode: exit } })}\n`
  return `iteron: ${message}\n${hint === undefined ? '' : `  ${hint}\n`}`
}
