import { status, type Metadata, type StatusObject } from '@grpc/grpc-js'
import { isIteronError, IteronError, messageOf } from '../core/errors.ts'
import { hintMetadata } from '../proto/status.ts'

/** What a call that failed is answered with. */
export type CallStatus = Pick<StatusObject, 'code' | 'details'> & { readonly metadata: Metadata }

/** gRPC's form of any thrown value: codes have the same names, the hint goes into the trailing metadata. */
export function statusOf(error: unknown): CallStatus {
  if (isIteronError(error)) {
    return { code: status[error.code], details: error.message, metadata: hintMetadata(error.hint) }
  }
  if (isAbort(error)) {
    return { code: status.CANCELLED, details: 'the call was cancelled', metadata: hintMetadata(undefined) }
  }
  return {
    code: status.INTERNAL,
    details: `an unexpected error: ${messageOf(error)}`,
    metadata: hintMetadata('This is a fault of Iteron: the log of the server has more.'),
  }
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
