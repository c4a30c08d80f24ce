import {
  Client,
  Metadata,
  type CallOptions,
  type ChannelCredentials,
  type ClientOptions,
  type ServiceError,
} from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import { serviceDefinition, type ServiceDefinitions, type ServiceName } from './loader.ts'
import { remoteError } from './status.ts'

/** A service's methods by name, without the index signature that gRPC's type adds. */
type MethodsOf<S extends ServiceName> = {
  [
    M in keyof ServiceDefinitions[S] as string extends M ? never : number extends M ? never : M
  ]: ServiceDefinitions[S][M]
}
/** Names of a service's methods. */
export type MethodOf<S extends ServiceName> = Extract<keyof MethodsOf<S>, string>
/** What a method takes. */
export type RequestOf<S extends ServiceName, M extends MethodOf<S>> =
  MethodsOf<S>[M] extends MethodDefinition<infer Request, infer _A, infer _I, infer _O> ? Request : never
/** What a method answers, each message of it for a stream. */
export type ResponseOf<S extends ServiceName, M extends MethodOf<S>> =
  MethodsOf<S>[M] extends MethodDefinition<infer _R, infer _A, infer _I, infer Response> ? Response : never

export interface CallSettings {
  /** Longest time of the whole call, milliseconds; without it the call may take for ever. */
  readonly timeoutMs?: number
  /** Cancels the call. */
  readonly signal?: AbortSignal
}

/** Largest message that is sent or taken, bytes. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024

/** One connection to a server, for all of its services. Every call rejects with a `RemoteError`. */
export class Connection {
  readonly #client: Client

  /** Connects at the first call. `address` is HOST:PORT. */
  constructor(address: string, credentials: ChannelCredentials, options: ClientOptions = {}) {
    this.#client = new Client(address, credentials, {
      'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
      'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
      ...options,
    })
  }

  /** Resolves when the server answers; UNAVAILABLE with the reason if it doesn't within the time. */
  async ready(timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#client.waitForReady(Date.now() + timeoutMs, (error) => {
        if (error === undefined) resolve()
        else reject(remoteError({ code: 14, details: error.message }))
      })
    })
  }

  /** A call with one request and one answer. */
  async unary<S extends ServiceName, M extends MethodOf<S>>(
    service: S,
    method: M,
    request: RequestOf<S, M>,
    settings: CallSettings = {},
  ): Promise<ResponseOf<S, M>> {
    const { path, requestSerialize, responseDeserialize } = definitionOf(service, method)
    return await new Promise((resolve, reject) => {
      const call = this.#client.makeUnaryRequest<unknown, unknown>(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        new Metadata(),
        callOptions(settings),
        settle(resolve as (answer: unknown) => void, reject),
      )
      cancelWith(call, settings.signal)
    })
  }

  /**
   * A call that is answered by a stream; it is read no faster than it is iterated, and cancelled when the iteration is
   * left.
   */
  async *stream<S extends ServiceName, M extends MethodOf<S>>(
    service: S,
    method: M,
    request: RequestOf<S, M>,
    settings: CallSettings = {},
  ): AsyncGenerator<ResponseOf<S, M>, void, void> {
    const { path, requestSerialize, responseDeserialize } = definitionOf(service, method)
    const call = this.#client.makeServerStreamRequest<unknown, unknown>(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      new Metadata(),
      callOptions(settings),
    )
    cancelWith(call, settings.signal)
    try {
      for await (const message of call) yield message as ResponseOf<S, M>
    } catch (error) {
      throw remoteError(error as ServiceError)
    } finally {
      // Leaving an iteration early makes the call end with an error that nobody waits for.
      call.on('error', () => undefined)
      call.cancel()
    }
  }

  /** A call with a stream of requests, sent no faster than the server takes them, and one answer. */
  async upload<S extends ServiceName, M extends MethodOf<S>>(
    service: S,
    method: M,
    requests: AsyncIterable<RequestOf<S, M>>,
    settings: CallSettings = {},
  ): Promise<ResponseOf<S, M>> {
    const { path, requestSerialize, responseDeserialize } = definitionOf(service, method)
    return await new Promise((resolve, reject) => {
      const call = this.#client.makeClientStreamRequest<unknown, unknown>(
        path,
        requestSerialize,
        responseDeserialize,
        new Metadata(),
        callOptions(settings),
        settle(resolve as (answer: unknown) => void, reject),
      )
      cancelWith(call, settings.signal)
      send(call, requests).catch((error: unknown) => {
        reject(error instanceof Error ? error : new Error(String(error)))
        call.cancel()
      })
    })
  }

  close(): void {
    this.#client.close()
  }
}

type AnyMethod = MethodDefinition<unknown, unknown>

function definitionOf(service: ServiceName, method: PropertyKey): AnyMethod {
  return (serviceDefinition(service) as unknown as Record<PropertyKey, AnyMethod>)[method] as AnyMethod
}

function callOptions(settings: CallSettings): CallOptions {
  return settings.timeoutMs === undefined ? {} : { deadline: Date.now() + settings.timeoutMs }
}

function settle(resolve: (answer: unknown) => void, reject: (error: Error) => void) {
  return (error: ServiceError | null, answer?: unknown) => {
    if (error === null) resolve(answer)
    else reject(remoteError(error))
  }
}

function cancelWith(
  call: { cancel(): void; once(event: 'close' | 'status', then: () => void): unknown },
  signal?: AbortSignal,
): void {
  if (signal === undefined) return
  const cancel = () => {
    call.cancel()
  }
  if (signal.aborted) cancel()
  else signal.addEventListener('abort', cancel, { once: true })
  call.once('status', () => {
    signal.removeEventListener('abort', cancel)
  })
}

/** Writes until the source ends or the server has answered, waiting for room. */
async function send(call: NodeJS.WritableStream, requests: AsyncIterable<unknown>): Promise<void> {
  const answered = new AbortController()
  call.once('status', () => answered.abort())
  for await (const request of requests) {
    if (answered.signal.aborted) return
    const room = (call.write as (message: unknown) => boolean).call(call, request)
    if (!room) await drained(call, answered.signal)
  }
  if (!answered.signal.aborted) call.end()
}

function drained(
  call: { once(event: string, then: () => void): unknown; off(event: string, then: () => void): unknown },
  answered: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      call.off('drain', go)
      answered.removeEventListener('abort', go)
      resolve()
    }
    call.once('drain', go)
    answered.addEventListener('abort', go, { once: true })
    if (answered.aborted) go()
  })
}
