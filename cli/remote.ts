import type { CallSettings, Connection, MethodOf, RequestOf, ResponseOf } from '../proto/client.ts'
import type { ServiceName } from '../proto/loader.ts'
import type { Settings } from './config/schema.ts'
import { CliError, cliErrorOf, interrupted } from './errors.ts'
import { EXIT } from './exit-codes.ts'

const CONNECT_SECONDS = 10
const ANSWER_SECONDS = 30

/** A request whose fields may also be given as undefined: they are not sent. */
export type Request<T> = T extends Uint8Array | string | number | boolean | null | undefined
  ? T
  : T extends (infer E)[]
    ? readonly Request<E>[]
    : { readonly [K in keyof T]?: Request<T[K]> | undefined }

/** The server, as commands call it: connects at the first call, and says what is wrong where it can't. */
export class Remote {
  readonly #settings: Settings
  readonly #signal: AbortSignal
  #connection: Promise<Connection> | undefined
  #timer: NodeJS.Timeout | undefined
  readonly #unreachable = new AbortController()

  constructor(settings: Settings, signal: AbortSignal) {
    this.#settings = settings
    this.#signal = signal
  }

  /** A call with one answer, in at most --timeout. */
  async call<S extends ServiceName, M extends MethodOf<S>>(
    service: S,
    method: M,
    request: Request<RequestOf<S, M>>,
  ): Promise<ResponseOf<S, M>> {
    return await this.#translated(async (connection, settings) => {
      const timeoutMs = settings.timeoutMs ?? ANSWER_SECONDS * 1000
      return await connection.unary(service, method, request as RequestOf<S, M>, { ...settings, timeoutMs })
    })
  }

  /** A call that is answered by a stream, for as long as it takes if --timeout isn't given. */
  async *stream<S extends ServiceName, M extends MethodOf<S>>(
    service: S,
    method: M,
    request: Request<RequestOf<S, M>>,
  ): AsyncGenerator<ResponseOf<S, M>, void, void> {
    try {
      const connection = await this.#connect()
      yield* connection.stream(service, method, request as RequestOf<S, M>, this.#callSettings())
    } catch (error) {
      throw await this.#translate(error)
    }
  }

  /** Sends a stream, for as long as it takes if --timeout isn't given. */
  async upload<S extends ServiceName, M extends MethodOf<S>>(
    service: S,
    method: M,
    requests: AsyncIterable<RequestOf<S, M>>,
  ): Promise<ResponseOf<S, M>> {
    return await this.#translated(
      async (connection, settings) => await connection.upload(service, method, requests, settings),
    )
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    const connection = await this.#connection?.catch(() => undefined)
    connection?.close()
  }

  async #translated<T>(run: (connection: Connection, settings: CallSettings) => Promise<T>): Promise<T> {
    try {
      return await run(await this.#connect(), this.#callSettings())
    } catch (error) {
      throw await this.#translate(error)
    }
  }

  #connect(): Promise<Connection> {
    this.#connection ??= this.#open()
    return this.#connection
  }

  async #open(): Promise<Connection> {
    const { clientCredentials } = await import('./credentials.ts')
    const credentials = clientCredentials(this.#settings)
    const { Connection } = await import('../proto/client.ts')
    const connection = new Connection(this.#settings.endpoint, credentials)
    // A refused connection fails the call itself at once; this is for a server that doesn't answer at all.
    const giveUp = () => {
      void isReady(connection).then((ready) => {
        if (!ready) this.#unreachable.abort()
      })
    }
    this.#timer = setTimeout(giveUp, (this.#settings.timeout ?? CONNECT_SECONDS) * 1000)
    return connection
  }

  #callSettings(): CallSettings {
    const { timeout } = this.#settings
    return {
      signal: AbortSignal.any([this.#signal, this.#unreachable.signal]),
      ...(timeout === undefined ? {} : { timeoutMs: timeout * 1000 }),
    }
  }

  async #translate(error: unknown): Promise<CliError> {
    const known = cliErrorOf(error)
    if (this.#signal.aborted) return interrupted()
    if (known.code === 'UNAVAILABLE' && NOT_GRPC.test(known.message)) return this.#wrongServer()
    if (NOT_REACHED.has(known.code) && !(await this.#isReached())) return this.#unreachableError(known)
    if (known.code === 'DEADLINE_EXCEEDED') return this.#tooLate()
    if (known.message.startsWith('Received HTTP status code')) return this.#wrongServer()
    if (known.code === 'UNAVAILABLE')
      return new CliError(
        EXIT.unreachable,
        known.code,
        `the server at ${this.#settings.endpoint} can't answer: ${known.message}`,
        known.hint ?? 'Is it still running? `iteron status` asks it.',
      )
    return known
  }

  async #isReached(): Promise<boolean> {
    const connection = await this.#connection?.catch(() => undefined)
    return connection !== undefined && (await isReady(connection))
  }

  #unreachableError(error: CliError): CliError {
    const { endpoint } = this.#settings
    const reason = error.code === 'UNAVAILABLE' ? reasonOf(error.message) : 'it does not answer'
    const advice = 'Is it running? Start it with `iteron up`, or name another with --endpoint.'
    const refused = reason.includes('ECONNREFUSED') || error.code !== 'UNAVAILABLE'
    return new CliError(
      EXIT.unreachable,
      'UNAVAILABLE',
      `can't reach the server at ${endpoint}: ${reason}`,
      refused ? advice : `${advice}${this.#tlsAdvice()}`,
    )
  }

  #tlsAdvice(): string {
    return this.#settings.certfile === undefined
      ? ' If it asks for certificates: --certfile, --keyfile, --cacertfile.'
      : ''
  }

  #wrongServer(): CliError {
    return new CliError(
      EXIT.unreachable,
      'UNAVAILABLE',
      `${this.#settings.endpoint} answers, but isn't Iteron's management API: is this the HTTP address?`,
      `\`iteron up\` prints both, as grpc= and http=: --endpoint takes the first.${this.#tlsAdvice()}`,
    )
  }

  #tooLate(): CliError {
    const seconds = this.#settings.timeout ?? ANSWER_SECONDS
    return new CliError(
      EXIT.timedOut,
      'DEADLINE_EXCEEDED',
      `not done after ${seconds} s`,
      'What was begun goes on. Wait longer with --timeout, or look at it with `iteron status`.',
    )
  }
}

/** Codes of a call that never got to a server: refused, out of time, or given up by us. */
const NOT_REACHED: ReadonlySet<string> = new Set(['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'CANCELLED'])

/** What HTTP/2 says of bytes that aren't its own. */
const NOT_GRPC = /\bProtocol error\b/

/** gRPC wraps the reason: `No connection established. Last error: <reason>. Resolution note: <note>`. */
function reasonOf(message: string): string {
  const last = /Last error: (.*)$/s.exec(message)?.[1] ?? message
  return last
    .replace(/\.?\s*Resolution note:.*$/s, '')
    .replace(/\s*\(\d{4}-[^)]*\)\s*$/, '')
    .replace(/^Error: /, '')
    .replace(/^\w+:error:\w+:SSL routines:[^:]*:([^:]*):[^]*$/, 'TLS: $1')
    .trim()
}

/** Whether the connection stands at this moment. */
async function isReady(connection: Connection): Promise<boolean> {
  return await connection.ready(1).then(
    () => true,
    () => false,
  )
}
