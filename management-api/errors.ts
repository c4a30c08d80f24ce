import { status, type Metadata, type StatusObject } from '@grpc/grpc-js'
import { isIteronError, IteronError, messageOf } from '../core/errors.ts'
import { hintMetadata } from '../proto/status.ts'

/** What a call that failed is answered with. */
export type CallStatus = Pick<StatusObject, 'code' | 'details'> & { readonly metadata: Metadata }

/** Longest message as it is sent, bytes: most clients take 8 or 16 KB of headers in all. */
const MAX_DETAILS_BYTES = 7200
/** What of a longer one is sent: each character may take nine bytes. */
const KEPT = MAX_DETAILS_BYTES / 9

/** gRPC's form of any thrown value: codes have the same names, the hint goes into the trailing metadata. */
export function statusOf(error: unknown): CallStatus {
  if (isIteronError(error)) {
    return { code: status[error.code], details: sendable(error.message), metadata: hintMetadata(error.hint) }
  }
  if (isAbort(error)) {
    return { code: status.CANCELLED, details: 'the call was cancelled', metadata: hintMetadata(undefined) }
  }
  return {
    code: status.INTERNAL,
    details: sendable(`an unexpected error: ${messageOf(error)}`),
    metadata: hintMetadata('This is a fault of Iteron: the log of the server has more.'),
  }
}

/**
 * gRPC's library throws where nobody catches it when a message holds half a surrogate pair, and clients give up a
 * connection over trailers that are too large. Messages quote what was sent, so both could be had by sending it.
 */
function sendable(message: string): string {
  const whole = message.toWellFormed()
  return encodeURI(whole).length <= MAX_DETAILS_BYTES ? whole : `${whole.slice(0, KEPT).toWellFormed()}…`
}

/** By name: what an aborted signal throws is no instance of this realm's `Error` everywhere. */
function isAbort(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError'
}

/** For clients that show nothing but the message, such as Ion's own. */
export function withHintInMessage(error: unknown): unknown {
  if (!isIteronError(error) || error.hint === undefined) return error
  return new IteronError(error.code, `${error.message}. ${error.hint}`, { cause: error, hint: error.hint })
}

export function invalid(message: string, hint?: string): IteronError {
  return new IteronError('INVALID_ARGUMENT', message, hint === undefined ? {} : { hint })
}

export function notFound(message: string): IteronError {
  return new IteronError('NOT_FOUND', message)
}
