import { connect, type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2'
import { inTime } from './fuzz.ts'
import { sendAndReset } from './http2-frames.ts'

/** A call as bytes: what a client might send that doesn't know the protocol, or doesn't keep to it. */
export interface RawCall {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** The body, in the frames in which it is sent. */
  readonly frames: readonly Uint8Array[]
  /** The stream is reset after so many frames; undefined: it is ended after the last. */
  readonly resetAfter: number | undefined
}

export interface RawAnswer {
  /** HTTP status; 0: the stream was closed without headers. */
  readonly http: number
  /** gRPC's status; undefined if there was none. */
  readonly grpc: number | undefined
  readonly message: string
}

/** One HTTP/2 connection that is opened again whenever the server ended it. */
export class RawClient {
  readonly #address: string
  #session: ClientHttp2Session | undefined

  constructor(address: string) {
    this.#address = address
  }

  async call(call: RawCall): Promise<RawAnswer> {
    const { path, headers, frames, resetAfter } = call
    if (resetAfter !== undefined) {
      await sendAndReset(this.#address, call)
      return answerOf({})
    }
    const stream = this.#open().request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    })
    let seen: IncomingHttpHeaders = {}
    const add = (more: IncomingHttpHeaders) => {
      seen = { ...seen, ...more }
    }
    const closed = new Promise<void>((resolve) => {
      stream
        .on('response', add)
        .on('trailers', add)
        .on('error', () => undefined)
        .on('close', () => resolve())
      stream.resume()
    })
    for (const frame of frames) stream.write(frame)
    stream.end()
    try {
      await inTime(`the end of ${path}`, closed)
    } finally {
      stream.destroy()
    }
    return answerOf(seen)
  }

  close(): void {
    this.#session?.destroy()
  }

  #open(): ClientHttp2Session {
    if (this.#session !== undefined && !this.#session.closed && !this.#session.destroyed) return this.#session
    this.#session = connect(`http://${this.#address}`)
    this.#session.on('error', () => undefined) // its streams are told
    return this.#session
  }
}

function answerOf(headers: IncomingHttpHeaders): RawAnswer {
  const grpc = headers['grpc-status']
  return {
    http: Number(headers[':status'] ?? 0),
    grpc: grpc === undefined ? undefined : Number(grpc),
    message: String(headers['grpc-message'] ?? '').replaceAll('%20', ' '),
  }
}
