import { Metadata, status } from '@grpc/grpc-js'

/** Trailing metadata of a failed call: what the user can do, UTF-8. */
export const HINT_KEY = 'iteron-hint-bin'

/** gRPC's status names. */
export type StatusName = Exclude<keyof typeof status, 'OK' | number>

/**
 * A call that failed, as its client sees it. Programs act on `code`; `message` says what and why, `hint` what to do.
 */
export class RemoteError extends Error {
  override readonly name = 'RemoteError'
  readonly code: StatusName
  readonly hint: string | undefined

  constructor(code: StatusName, message: string, hint?: string) {
    super(message)
    this.code = code
    this.hint = hint
  }
}

/** The error of a call, from the status that gRPC gives. */
export function remoteError(error: {
  code?: number
  details?: string
  message?: string
  metadata?: Metadata
}): RemoteError {
  const name = error.code === undefined ? undefined : (status[error.code] as StatusName | undefined)
  const hint = error.metadata?.get(HINT_KEY)[0]
  return new RemoteError(
    name ?? 'UNKNOWN',
    error.details ?? error.message ?? 'the call failed',
    hint === undefined ? undefined : hint.toString(),
  )
}

/** Metadata that carries a hint. */
export function hintMetadata(hint: string | undefined): Metadata {
  const metadata = new Metadata()
  if (hint !== undefined) metadata.set(HINT_KEY, Buffer.from(hint, 'utf8'))
  return metadata
}
