import { once } from 'node:events'
import { connect, type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2'
import { Server, ServerCredentials, status, type ServerWritableStream } from '@grpc/grpc-js'
import { expect, test } from '@jest/globals'
import { dropLateMessages } from '../../../management-api/late-messages.ts'

const PATH = '/test.Endless/Read'
/** More than a client takes without saying so: the server ends the call while some of it isn't sent. */
const MESSAGE = Buffer.alloc(200_000)
const LIMIT_MS = 10_000

test('a call whose time is up while its messages are being read ends with DEADLINE_EXCEEDED', async () => {
  const server = new Server({ interceptors: [dropLateMessages] })
  server.addService({ Read: bytesTo(PATH) }, { Read: writeUntilCancelled })
  const port = await new Promise<number>((resolve, reject) => {
    const bound = (error: Error | null, port: number) => (error === null ? resolve(port) : reject(error))
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), bound)
  })
  const session = connect(`http://127.0.0.1:${String(port)}`)
  try {
    const ends = await Promise.all(Array.from({ length: 16 }, () => endOf(session)))
    expect(ends).toEqual(new Array(16).fill({ status: String(status.DEADLINE_EXCEEDED), hasRead: true }))
  } finally {
    session.destroy()
    server.forceShutdown()
  }
})

function bytesTo(path: string) {
  const same = (value: Buffer) => value
  return {
    path,
    requestStream: false,
    responseStream: true,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  }
}

function writeUntilCancelled(call: ServerWritableStream<Buffer, Buffer>): void {
  const cancelled = once(call, 'cancelled')
  void (async () => {
    while (!call.cancelled) if (!call.write(MESSAGE)) await Promise.race([once(call, 'drain'), cancelled])
  })()
}

/** How a call ends that is ended by nobody but the server. */
async function endOf(session: ClientHttp2Session): Promise<{ status: unknown; hasRead: boolean }> {
  const stream = session.request({
    ':method': 'POST',
    ':path': PATH,
    'content-type': 'application/grpc',
    te: 'trailers',
    'grpc-timeout': '50m',
  })
  let trailers: IncomingHttpHeaders = {}
  let hasRead = false
  stream.on('trailers', (seen: IncomingHttpHeaders) => {
    trailers = seen
  })
  stream.on('data', () => {
    hasRead = true
  })
  stream.end(Buffer.alloc(5))
  await once(stream, 'close', { signal: AbortSignal.timeout(LIMIT_MS) })
  return { status: trailers['grpc-status'], hasRead }
}
