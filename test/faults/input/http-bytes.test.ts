import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { expect } from '@jest/globals'
import fc from 'fast-check'
import { fault, inForm } from '../fault.ts'
import { fuzz, inTime } from './fuzz.ts'
import { mutated } from './mutations.ts'
import { attacked } from './target.ts'
import { writeTo, type Written } from './tcp.ts'

const COUNT = inForm({ short: 500, long: 6000, soak: 50_000 })
const SLOW_CONNECTIONS = inForm({ short: 300, long: 500, soak: 500 })

const EVENT = '{"specversion":"1.0","id":"1","source":"outside","type":"nobody.wants.it","data":{"a":[1]}}'

function post(type: string, body: string, ...headers: string[]): string {
  const lines = ['POST /events HTTP/1.1', 'Host: x', `Content-Type: ${type}`, ...headers]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

const STRUCTURED = 'application/cloudevents+json'
const length = `Content-Length: ${String(EVENT.length)}`
const chunked = `${EVENT.length.toString(16)};extension=1\r\n${EVENT}\r\n0\r\nTrailer: x\r\n\r\n`

/** Valid requests, and some that are wrong in a way of their own. */
const REQUESTS = [
  post(STRUCTURED, EVENT, length),
  post(STRUCTURED, EVENT, length, 'Connection: close'),
  post(STRUCTURED, chunked, 'Transfer-Encoding: chunked'),
  post('application/cloudevents-batch+json', `[${EVENT}]`, `Content-Length: ${String(EVENT.length + 2)}`),
  post(STRUCTURED, EVENT, length, 'Expect: 100-continue'),
  post(
    STRUCTURED,
    EVENT,
    length,
    'Upgrade: h2c',
    'Connection: Upgrade, HTTP2-Settings',
    'HTTP2-Settings: AA',
  ),
  // lengths that contradict each other, or what follows
  post(STRUCTURED, chunked, length, 'Transfer-Encoding: chunked'),
  post(STRUCTURED, EVENT, length, 'Content-Length: 5'),
  post(STRUCTURED, EVENT, 'Content-Length: 99999999999999999999'),
  post(STRUCTURED, EVENT, 'Content-Length: -1'),
  post(STRUCTURED, EVENT, 'Content-Length: 100000000'),
  post(STRUCTURED, `ffffffffffffffffff\r\n${EVENT}`, 'Transfer-Encoding: chunked'),
  post(STRUCTURED, '', `X: ${'x'.repeat(20_000)}`),
  post(STRUCTURED, '', ...Array.from({ length: 3000 }, (_, n) => `X${String(n)}: 1`)),
  `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20),
  'GET /healthz HTTP/1.0\r\n\r\n',
  'GET http://other/healthz HTTP/1.1\r\nHost: x\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n',
  'CONNECT other:443 HTTP/1.1\r\nHost: x\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
].map((text) => Buffer.from(text, 'latin1'))

const pipelined = fc
  .array(fc.constantFrom(...REQUESTS.slice(0, 5)), { minLength: 1, maxLength: 4 })
  .map((requests) => Buffer.concat(requests))

const bytes = fc.oneof(
  { weight: 6, arbitrary: mutated(fc.constantFrom(...REQUESTS), 4) },
  { weight: 3, arbitrary: mutated(pipelined, 3) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((random) => Buffer.from(random)) },
)

/** Cut into two pieces anywhere: the second comes by itself. */
const written: fc.Arbitrary<Written> = fc
  .tuple(bytes, fc.nat({ max: 400 }), fc.constantFrom<Written['leaves']>('ends', 'ends', 'ends', 'resets'))
  .map(([all, at, leaves]) => ({ pieces: [all.subarray(0, at), all.subarray(at)], leaves }))

/** The status lines of what was answered. */
function statuses(answer: Buffer): number[] {
  return [...answer.toString('latin1').matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map(([, status]) =>
    Number(status),
  )
}

fault(
  {
    fault:
      'bytes on the HTTP port: mutated, truncated, contradicting, pipelined requests, connections that break off',
    holds: 'each connection is answered below 500, and ended when its client has',
    limitMs: inForm({ short: 60_000, long: 180_000, soak: 1_200_000 }),
  },
  async () => {
    await attacked(async ({ installation }) => {
      await fuzz('bytes on the HTTP port', written, { count: COUNT, together: 16 }, async (input) => {
        const answer = await writeTo(installation.http, input)
        const wrong = statuses(answer).filter((status) => status >= 500)
        if (wrong.length > 0) throw new Error(`answered with ${answer.toString('latin1').slice(0, 2000)}`)
      })
    })
  },
)

/** Connections that send the beginning of a request and nothing more. */
async function openSlowly(address: string, count: number): Promise<Socket[]> {
  const { hostname, port } = new URL(`http://${address}`)
  const half = REQUESTS[0]!.subarray(0, -10)
  return await Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect(Number(port), hostname)
      socket.on('error', () => undefined).resume()
      await once(socket, 'connect')
      socket.write(half)
      return socket
    }),
  )
}

fault(
  {
    fault: 'hundreds of HTTP requests that never get complete',
    holds: 'others are served meanwhile, and nothing of them is left when they break off',
  },
  async () => {
    await attacked(async ({ installation }) => {
      const sockets = await openSlowly(installation.http, SLOW_CONNECTIONS)
      for (let n = 0; n < 20; n += 1) {
        const { status } = await inTime(
          'an event',
          installation.post('/events', STRUCTURED, EVENT.replace('"1"', `"slow-${String(n)}"`)),
        )
        expect(status).toBe(202)
      }
      for (const socket of sockets) socket.destroy()
    })
  },
)

/** What the server gives a request to arrive, and until it looks next: a minute and a half. */
const REQUEST_MS = 100_000

fault(
  {
    fault: 'an HTTP request of which nothing more comes for over a minute',
    holds: 'it is answered with 408 and its connection ended',
    form: 'soak',
    limitMs: REQUEST_MS + 60_000,
  },
  async () => {
    await attacked(async ({ installation }) => {
      const [socket] = await openSlowly(installation.http, 1)
      const answer: Buffer[] = []
      socket!.on('data', (part: Buffer) => answer.push(part))
      await inTime('the end of a slow request', once(socket!, 'close'), REQUEST_MS)
      expect(statuses(Buffer.concat(answer))).toEqual([408])
    })
  },
)
