import { setMaxListeners } from 'node:events'
import type {
  handleClientStreamingCall,
  handleServerStreamingCall,
  handleUnaryCall,
  ServerUnaryCall,
  ServerWritableStream,
} from '@grpc/grpc-js'
import { isIteronError, IteronError } from '../core/errors.ts'
import { statusOf } from './errors.ts'

/** Told of every error that isn't an answer but a fault. */
export type ReportFault = (method: string, error: unknown) => void

interface StreamOptions {
  /** The stream may last for ever: it ends with UNAVAILABLE when the server stops. Others are given time to finish. */
  readonly follows?: boolean
}

interface Cancellable {
  readonly cancelled: boolean
  on(event: 'cancelled', then: () => void): unknown
  getPath(): string
}

/**
 * Makes gRPC handlers of plain functions: cancelled calls stop their work, errors become statuses, slow readers are
 * waited for.
 */
export class Calls {
  readonly #stopping: AbortSignal
  readonly #report: ReportFault

  constructor(stopping: AbortSignal, report: ReportFault) {
    this.#stopping = stopping
    setMaxListeners(0, stopping) // one for each stream that follows
    this.#report = report
  }

  /** One request, one answer. The signal says that nobody waits for it any more. */
  unary<Request, Response>(
    work: (request: Request, signal: AbortSignal) => Promise<Response>,
  ): handleUnaryCall<Request, Response> {
    return (call: ServerUnaryCall<Request, Response>, callback) => {
      begun(() => work(call.request, cancelSignal(call))).then(
        (answer) => callback(null, answer),
        (error: unknown) => callback(this.#status(call, error)),
      )
    }
  }

  /** One request, a stream of answers that is made no faster than it is read. */
  streaming<Request, Response>(
    work: (request: Request, signal: AbortSignal) => AsyncIterable<Response>,
    options: StreamOptions = {},
  ): handleServerStreamingCall<Request, Response> {
    return (call) => {
      const ending = options.follows === true ? this.#endSignal(call) : cancelSignal(call)
      begun(() => pump(call, work(call.request, ending), ending))
        .then(() => {
          if (call.cancelled) return
          if (ending.aborted) throw stopping()
          call.end()
        })
        .catch((error: unknown) => {
          if (!call.cancelled) call.emit('error', this.#status(call, error))
        })
    }
  }

  /** A stream of requests, taken no faster than the work reads it, and one answer. */
  receiving<Request, Response>(
    work: (requests: AsyncIterable<Request>, signal: AbortSignal) => Promise<Response>,
  ): handleClientStreamingCall<Request, Response> {
    return (call, callback) => {
      const signal = cancelSignal(call)
      // A cancelled call neither ends nor fails by itself, and would be read for ever.
      signal.addEventListener('abort', () => call.destroy(), { once: true })
      call.on('error', () => undefined)
      begun(() => work(call as AsyncIterable<Request>, signal)).then(
        (answer) => callback(null, answer),
        (error: unknown) => callback(this.#status(call, error)),
      )
    }
  }

  #status(call: Cancellable, error: unknown) {
    if (!isIteronError(error) && !call.cancelled) this.#report(call.getPath(), error)
    return statusOf(error)
  }

  /** Aborted when the call is cancelled or the server stops. */
  #endSignal(call: Cancellable & { once(event: 'close', then: () => void): unknown }): AbortSignal {
    const controller = new AbortController()
    const end = () => controller.abort()
    this.#stopping.addEventListener('abort', end, { once: true })
    call.once('close', () => this.#stopping.removeEventListener('abort', end))
    call.on('cancelled', end)
    if (this.#stopping.aborted || call.cancelled) end()
    return controller.signal
  }
}

/** What is thrown before there is a promise is an answer too; the library would make UNKNOWN of it. */
async function begun<T>(work: () => Promise<T>): Promise<T> {
  return await work()
}

function cancelSignal(call: Cancellable): AbortSignal {
  const controller = new AbortController()
  call.on('cancelled', () => controller.abort())
  if (call.cancelled) controller.abort()
  return controller.signal
}

function stopping(): IteronError {
  return new IteronError('UNAVAILABLE', 'the server is stopping', { hint: 'Try again when it runs again.' })
}

/** Writes each message, waiting for room; leaves the source as soon as the signal is aborted. */
async function pump<Response>(
  call: ServerWritableStream<unknown, Response>,
  messages: AsyncIterable<Response>,
  signal: AbortSignal,
): Promise<void> {
  for await (const message of messages) {
    if (signal.aborted) return
    if (!call.write(message)) await room(call, signal)
  }
}

/** Resolves when the stream takes more, or when nobody reads it any more. */
function room(
  call: { once(event: string, then: () => void): unknown; off(event: string, then: () => void): unknown },
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      call.off('drain', go)
      signal.removeEventListener('abort', go)
      resolve()
    }
    call.once('drain', go)
    signal.addEventListener('abort', go, { once: true })
    if (signal.aborted) go()
  })
}
