import { connect } from 'node:net'
import { inTime } from './fuzz.ts'
import type { RawCall } from './http2-client.ts'

/** Types of frames (RFC 9113, 6). */
const DATA = 0
const HEADERS = 1
const RST_STREAM = 3
const PING = 6
const GOAWAY = 7

const HEAD_BYTES = 9
const MOST_PAYLOAD = 16_384
const END_HEADERS = 4
const ACK = 1
const CANCEL = 8

export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')

export function frame(type: number, flags: number, stream: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUIntBE(payload.length, 0, 3)
  head.writeUInt8(type, 3)
  head.writeUInt8(flags, 4)
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, payload])
}

export const SETTINGS = frame(4, 0, 0, new Uint8Array())
/** Headers of a POST to /x, literal and without an index. */
export const POST_X = frame(HEADERS, END_HEADERS, 1, Buffer.from('83860004' + '3a70617468' + '022f78', 'hex'))

/**
 * One call on a connection of its own, reset after its frames; resolves when the server has read on or has ended the
 * connection. Frame by frame, since Node's own client sends for ever what it hasn't sent of a stream that it resets.
 */
export async function sendAndReset(
  address: string,
  { path, headers, frames, resetAfter }: RawCall,
): Promise<void> {
  const all = {
    ':method': 'POST',
    ':scheme': 'http',
    ':path': path,
    'content-type': 'application/grpc',
    ...headers,
  }
  const data = frames.slice(0, resetAfter).flatMap((bytes) => pieces(bytes))
  const sent = Buffer.concat([
    PREFACE,
    SETTINGS,
    frame(HEADERS, END_HEADERS, 1, Buffer.concat(Object.entries(all).map(literal))),
    ...data.map((bytes) => frame(DATA, 0, 1, bytes)),
    frame(RST_STREAM, 0, 1, Buffer.from([0, 0, 0, CANCEL])),
    frame(PING, 0, 0, Buffer.alloc(8)),
  ])
  const { hostname, port } = new URL(`http://${address}`)
  const socket = connect(Number(port), hostname)
  const over = new Promise<void>((resolve) => {
    let seen = Buffer.alloc(0)
    socket
      .on('data', (part: Buffer) => {
        seen = Buffer.concat([seen, part])
        if (hasAnswer(seen)) resolve()
      })
      .on('error', () => resolve()) // it ended the connection
      .on('close', () => resolve())
  })
  socket.write(sent)
  try {
    await inTime(`what follows the reset of ${path}`, over)
  } finally {
    socket.destroy()
  }
}

function pieces(bytes: Uint8Array): Uint8Array[] {
  const count = Math.max(1, Math.ceil(bytes.length / MOST_PAYLOAD))
  return Array.from({ length: count }, (_, n) => bytes.subarray(n * MOST_PAYLOAD, (n + 1) * MOST_PAYLOAD))
}

/** A header field with a new name, without an index (RFC 7541, 6.2.2). */
function literal([name, value]: [string, string]): Buffer {
  return Buffer.concat([Buffer.from([0]), text(name), text(value)])
}

/** RFC 7541, 5.1 and 5.2, not compressed. */
function text(string: string): Buffer {
  const bytes = Buffer.from(string, 'latin1')
  if (bytes.length < 127) return Buffer.concat([Buffer.from([bytes.length]), bytes])
  const length = [127]
  let rest = bytes.length - 127
  for (; rest >= 128; rest = Math.floor(rest / 128)) length.push((rest % 128) + 128)
  return Buffer.concat([Buffer.from([...length, rest]), bytes])
}

function hasAnswer(bytes: Buffer): boolean {
  for (let at = 0; at + HEAD_BYTES <= bytes.length; at += HEAD_BYTES + bytes.readUIntBE(at, 3)) {
    const [type, flags] = [bytes.readUInt8(at + 3), bytes.readUInt8(at + 4)]
    if (type === GOAWAY || (type === PING && (flags & ACK) !== 0)) return true
  }
  return false
}
