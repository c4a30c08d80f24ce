import { gzipSync } from 'node:zlib'
import { connect, constants } from 'node:http2'
import { once } from 'node:events'
import { status } from '@grpc/grpc-js'
import { expect } from '@jest/globals'
import fc from 'fast-check'
import { fault, inForm } from '../fault.ts'
import { fuzz, inTime } from './fuzz.ts'
import { frame, POST_X, PREFACE, SETTINGS } from './http2-frames.ts'
import { RawClient, type RawAnswer, type RawCall } from './http2-client.ts'
import { callInputs, follows, type CallInput, type Pointers } from './method-calls.ts'
import { mutated } from './mutations.ts'
import { attacked } from './target.ts'
import { writeTo, type Written } from './tcp.ts'

const CALLS = inForm({ short: 500, long: 6000, soak: 30_000 })
const CONNECTIONS = inForm({ short: 200, long: 3000, soak: 10_000 })
const RESETS = inForm({ short: 2000, long: 20_000, soak: 20_000 })

/** A server may keep a half-closed connection with an open stream until it has asked its client in vain. */
const STAY_MS = 50

const COMPRESSED = 1

function framed(message: Uint8Array, flag = 0, length = message.length): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt8(flag)
  head.writeUInt32BE(length >>> 0, 1)
  return Buffer.concat([head, message])
}

/** Valid framing around mutated messages; then compressed ones, wrong lengths, and frames cut anywhere. */
function bodies(messages: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> {
  const body = fc.oneof(
    { weight: 4, arbitrary: messages.map((message) => framed(message)) },
    { weight: 1, arbitrary: fc.tuple(messages, fc.nat({ max: 255 })).map(([m, flag]) => framed(m, flag)) },
    { weight: 1, arbitrary: messages.map((message) => framed(gzipSync(message), COMPRESSED)) },
    { weight: 1, arbitrary: mutated(messages.map((m) => gzipSync(m))).map((m) => framed(m, COMPRESSED)) },
    { weight: 1, arbitrary: fc.tuple(messages, length).map(([m, n]) => framed(m, 0, n)) },
    {
      weight: 1,
      arbitrary: fc.array(messages, { maxLength: 3 }).map((all) => Buffer.concat(all.map((m) => framed(m)))),
    },
  )
  return fc.oneof({ weight: 3, arbitrary: body }, { weight: 1, arbitrary: mutated(body, 2) })
}

const length = fc.constantFrom(0, 1, 4, 1000, 16 * 1024 * 1024, 16 * 1024 * 1024 + 1, 2 ** 31, 2 ** 32 - 1)

const headers = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Record<string, string>[]>(
      { 'grpc-encoding': 'gzip' },
      { 'grpc-encoding': 'deflate' },
      { 'grpc-encoding': 'none-such' },
      { 'grpc-timeout': '1n' },
      { 'grpc-timeout': '99999999H' },
      { 'grpc-timeout': '-1S' },
      { 'grpc-accept-encoding': 'x,,y' },
      { 'content-type': 'application/grpc+json' },
      { 'content-type': 'text/html' },
      { ':method': 'PUT' },
      { 'x-bin': '%%%' },
      { 'content-length': '3' },
      { x: 'y'.repeat(5000) },
    ),
  },
)

const elsewhere = fc.constantFrom(
  ...['/', '/iteron.v1.EventService/', '/iteron.v1.EventService/None', '/__proto__/constructor', '/%ff/%00'],
  ...['v1', 'v1alpha'].map((version) => `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`),
  ...['/grpc.health.v1.Health/Check', '/grpc.health.v1.Health/List', '//', '/x/é', `/${'x'.repeat(4000)}`],
)

/** Whole calls of a method with its own messages, mutated on their way. */
function rawCalls(pointers: Pointers): fc.Arbitrary<RawCall> {
  const call = callInputs(pointers).filter(({ method }) => method.service !== 'ionModules')
  const valid = call.map(({ method, requests }: CallInput) => ({
    path: method.definition.path,
    message: method.definition.requestSerialize(requests[0] ?? {}),
  }))
  const known = valid.chain(({ path, message }) =>
    bodies(mutated(fc.constant(message), 3)).map((body) => ({ path, body })),
  )
  const other = fc.record({
    path: elsewhere,
    body: bodies(mutated(fc.constant(Buffer.from('\n\u0001x')), 3)),
  })
  return fc
    .record({
      to: fc.oneof({ weight: 8, arbitrary: known }, { weight: 1, arbitrary: other }),
      headers,
      cut: fc.nat({ max: 200 }),
      resetAfter: fc.oneof(
        { weight: 5, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.nat({ max: 2 }) },
      ),
    })
    .map(({ to: { path, body }, headers, cut, resetAfter }) => ({
      path,
      headers: follows(path) ? { ...headers, 'grpc-timeout': '50m' } : headers,
      frames: [body.subarray(0, cut), body.subarray(cut)],
      resetAfter,
    }))
}

/** gRPC's own words for what it can't read: its specification gives them this code. */
const UNREADABLE =
  /^(Error deserializing request|Failed to decompress message|Invalid grpc-timeout value .*)$/

function check({ resetAfter }: RawCall, { http, grpc, message }: RawAnswer): void {
  const wrong = `answered with HTTP ${String(http)}, gRPC ${String(grpc)}: ${message}`
  if (resetAfter === undefined && http === 0) return // the connection or stream was refused: an answer too
  if (http >= 500) throw new Error(wrong)
  if (grpc === status.INTERNAL && UNREADABLE.test(message)) return
  if (grpc === status.INTERNAL || grpc === status.UNKNOWN) throw new Error(wrong)
}

fault(
  {
    fault:
      'gRPC calls of every method as bytes: mutated messages, wrong lengths, broken compression, strange headers, streams that are reset',
    holds: 'each is answered or closed, and none is a fault of a handler',
    limitMs: inForm({ short: 60_000, long: 180_000, soak: 1_200_000 }),
  },
  async () => {
    await attacked(async ({ installation, known }) => {
      const clients = Array.from({ length: 4 }, () => new RawClient(installation.grpc))
      let sent = 0
      try {
        const calls = rawCalls({ known, cursors: ['W10', 'e30'] })
        await fuzz('gRPC calls as bytes', calls, { count: CALLS, together: 16 }, async (call) => {
          const client = clients[(sent += 1) % clients.length]!
          check(call, await client.call(call))
        })
      } finally {
        for (const client of clients) client.close()
      }
    })
  },
)

const frames = fc
  .array(
    fc.oneof(
      fc.constant(SETTINGS),
      fc.constant(POST_X),
      fc
        .tuple(
          fc.nat({ max: 12 }),
          fc.nat({ max: 255 }),
          fc.nat({ max: 7 }),
          fc.uint8Array({ maxLength: 60 }),
        )
        .map(([type, flags, stream, payload]) => frame(type, flags, stream, payload)),
      // floods of what has to be acknowledged
      fc
        .constantFrom(SETTINGS, frame(6, 0, 0, Buffer.alloc(8)))
        .map((one) => Buffer.concat(new Array(2000).fill(one) as Buffer[])),
    ),
    { maxLength: 6 },
  )
  .map((all) => Buffer.concat([PREFACE, SETTINGS, ...all]))

const written: fc.Arbitrary<Written> = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: frames },
      { weight: 2, arbitrary: mutated(frames, 3) },
      fc.uint8Array({ maxLength: 300 }),
    ),
    fc.constantFrom<Written['leaves']>('ends', 'ends', 'ends', 'resets'),
  )
  .map(([all, leaves]) => ({ pieces: [all], leaves, staysMs: STAY_MS }))

fault(
  {
    fault: 'bytes on the gRPC port: no HTTP/2, garbage after its preface, floods of settings and pings',
    holds: 'the server goes on answering calls',
    limitMs: inForm({ short: 60_000, long: 180_000, soak: 1_200_000 }),
  },
  async () => {
    await attacked(async ({ installation }) => {
      await fuzz('bytes on the gRPC port', written, { count: CONNECTIONS, together: 16 }, async (input) => {
        await writeTo(installation.grpc, input)
      })
    })
  },
)

fault(
  {
    fault: 'thousands of gRPC streams that are opened and reset at once',
    holds: 'others are answered meanwhile',
    limitMs: inForm({ short: 60_000, long: 180_000, soak: 600_000 }),
  },
  async () => {
    await attacked(async ({ installation }) => {
      for (let done = 0; done < RESETS; done += 1000) {
        await resetting(installation.grpc, 1000)
        const { modules } = await installation.client.call('modules', 'ListModules', {})
        expect(modules).toHaveLength(1)
      }
    })
  },
)

/** Opens streams and resets them in the same breath; the server may end the connection for it. */
async function resetting(address: string, count: number): Promise<void> {
  const session = connect(`http://${address}`).on('error', () => undefined)
  await inTime('the connection', once(session, 'connect'))
  for (let n = 0; n < count && !session.destroyed && !session.closed; n += 1) {
    const headers = {
      ':method': 'POST',
      ':path': '/iteron.v1.JobService/WatchJobs',
      'content-type': 'application/grpc',
    }
    session
      .request(headers)
      .on('error', () => undefined)
      .close(constants.NGHTTP2_CANCEL)
  }
  const closed = once(session, 'close')
  session.close()
  await inTime('the end of the connection', closed)
}
