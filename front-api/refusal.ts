import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { codeOf, isIteronError, IteronError, messageOf, type ErrorCode } from '../core/errors.ts'
import { LARGE_HINT } from './parse-events.ts'

/** What can't be stored now. */
export const INSUFFICIENT_STORAGE = 507

const STATUS: Partial<Record<ErrorCode, number>> = {
  INVALID_ARGUMENT: 400,
  NOT_FOUND: 404,
  RESOURCE_EXHAUSTED: 413,
  UNAVAILABLE: 503,
  FAILED_PRECONDITION: 503,
}

export interface Refusal {
  readonly status: number
  readonly answer: { readonly error: ErrorCode; readonly message: string; readonly hint?: string }
}

/** What a request is answered with that ended with an error, ours or the framework's. */
export function refusalOf(thrown: unknown, maxBodyBytes: number): Refusal {
  const error = isBodyTooLarge(thrown) ? bodyTooLarge(thrown, maxBodyBytes) : thrown
  const message = messageOf(error)
  if (isIteronError(error)) {
    const hint = error.hint === undefined ? {} : { hint: error.hint }
    return { status: STATUS[error.code] ?? 500, answer: { error: error.code, message, ...hint } }
  }
  const status = (error as { statusCode?: number }).statusCode ?? 500
  return { status, answer: { error: codeOfStatus(status) ?? codeOf(error), message } }
}

/** Whether the framework refused a body for its size. */
export function isBodyTooLarge(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'FST_ERR_CTP_BODY_TOO_LARGE'
}

function bodyTooLarge(cause: unknown, maxBytes: number): IteronError {
  const message = `the body is too large: ${String(maxBytes)} bytes at most`
  const hint = `Send a batch in several requests. ${LARGE_HINT}`
  return new IteronError('RESOURCE_EXHAUSTED', message, { cause, hint })
}

function codeOfStatus(status: number): ErrorCode | undefined {
  if (status === INSUFFICIENT_STORAGE) return 'RESOURCE_EXHAUSTED'
  const known = (Object.entries(STATUS) as [ErrorCode, number][]).find(([, one]) => one === status)?.[0]
  // Whatever else a request is refused for was wrong with the request.
  return known ?? (status >= 400 && status < 500 ? 'INVALID_ARGUMENT' : undefined)
}

const NO_REQUEST: Readonly<Record<string, readonly [status: number, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'the request did not arrive in time'],
  HPE_HEADER_OVERFLOW: [431, 'the headers of the request are too large'],
}

/** Answers what isn't HTTP, or is no whole request, and ends the connection. */
export function answerNoRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const [status, message] = NO_REQUEST[error.code ?? ''] ?? [400, `not an HTTP request: ${error.message}`]
  const answer: Refusal['answer'] = { error: 'INVALID_ARGUMENT', message }
  const body = JSON.stringify(answer)
  const head = [
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${String(Buffer.byteLength(body))}`,
    'connection: close',
  ]
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  socket.destroySoon()
}
