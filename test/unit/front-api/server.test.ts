import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { memoryDocumentStore } from '../../../adapters/memory/document-store.ts'
import { memoryEventBus } from '../../../adapters/memory/event-bus.ts'
import { Catalog } from '../../../core/catalog/catalog.ts'
import { COLLECTIONS } from '../../../core/catalog/collections.ts'
import { MAX_DOCUMENT_BYTES } from '../../../core/model/attempt-output.ts'
import type { EventBus } from '../../../core/ports/event-bus.ts'
import { Signals } from '../../../core/signals.ts'
import { randomIds, systemClock } from '../../../core/system-clock.ts'
import { Metrics } from '../../../front-api/metrics.ts'
import { FrontServer } from '../../../front-api/server.ts'

const GROUP = 'test'
const STRUCTURED = { 'content-type': 'application/cloudevents+json' }
const BATCH = { 'content-type': 'application/cloudevents-batch+json' }

let server: FrontServer
let bus: EventBus
let metrics: Metrics
let ready: boolean

beforeEach(async () => {
  const store = memoryDocumentStore()
  bus = memoryEventBus(systemClock)
  await store.open(COLLECTIONS)
  await bus.open()
  const catalog = new Catalog({
    store,
    clock: systemClock,
    ids: randomIds,
    signals: new Signals(),
    installation: 'here',
  })
  metrics = new Metrics({ catalog, bus, group: GROUP })
  ready = true
  server = new FrontServer(
    { catalog, bus, group: GROUP, ready: () => ready, metrics: () => metrics.text() },
    { address: '127.0.0.1:0' },
  )
  await server.start()
})

afterEach(async () => {
  await server.stop()
  metrics.stop()
  await bus.close()
})

const event = (more: object = {}) => ({
  specversion: '1.0',
  id: 'e1',
  source: 'me',
  type: 'photo.ready',
  ...more,
})

function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`http://${server.address()}${path}`, { method: 'POST', body, headers })
}

async function refused(response: Response, status: number, message: RegExp): Promise<void> {
  expect(response.status).toBe(status)
  expect(((await response.json()) as { message: string }).message).toMatch(message)
  expect((await bus.stats(GROUP)).depth).toBe(0)
}

describe('POST /events', () => {
  test('takes an event in structured mode', async () => {
    const response = await post('/events', JSON.stringify(event({ data: { url: 'x' } })), STRUCTURED)
    expect(response.status).toBe(202)
    expect(await response.json()).toEqual({ ids: ['e1'] })
    expect(await bus.peek(GROUP, 10)).toMatchObject([{ id: 'e1', source: 'me', data: { url: 'x' } }])
  })

  test('takes an event in binary mode', async () => {
    const headers = {
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': 'b1',
      'ce-source': 'me',
      'ce-type': 'photo.ready',
      'ce-correlationid': 'c1',
    }
    expect((await post('/events', '{"url":"x"}', headers)).status).toBe(202)
    expect(await bus.peek(GROUP, 10)).toMatchObject([{ id: 'b1', correlationid: 'c1', data: { url: 'x' } }])
  })

  test('takes a batch as a whole', async () => {
    const body = JSON.stringify([event({ id: 'a' }), event({ id: 'b' })])
    const response = await post('/events', body, BATCH)
    expect(await response.json()).toEqual({ ids: ['a', 'b'] })
    expect((await bus.stats(GROUP)).depth).toBe(2)
  })

  test('takes nothing of a batch in which one is wrong, and says which', async () => {
    const body = JSON.stringify([event({ id: 'a' }), { ...event(), id: '' }])
    await refused(await post('/events', body, BATCH), 400, /event 1 of the batch|id/)
  })

  test.each([
    ['no CloudEvent', '{}', { 'content-type': 'application/json' }],
    ['broken JSON', '{"specversion"', STRUCTURED],
    ['no body', '', STRUCTURED],
    ['a missing type', JSON.stringify({ specversion: '1.0', id: 'e1', source: 'me' }), STRUCTURED],
    ['an empty batch', '[]', BATCH],
  ])('refuses %s with 400', async (_what, body, headers) => {
    await refused(await post('/events', body, headers), 400, /./)
  })

  test("refuses the installation's own source", async () => {
    const body = JSON.stringify(event({ source: 'iteron:here/module' }))
    await refused(await post('/events', body, STRUCTURED), 400, /own/)
  })

  test('refuses an event above the limit with 413', async () => {
    const body = JSON.stringify(event({ data: { text: 'x'.repeat(MAX_DOCUMENT_BYTES) } }))
    await refused(await post('/events', body, STRUCTURED), 413, /bytes as JSON: 131072 at most/)
  })

  test('refuses a body above the limit with 413', async () => {
    await refused(
      await post('/events', 'x'.repeat(9 * 1024 * 1024), STRUCTURED),
      413,
      /8388608 bytes at most/,
    )
  })

  test.each(['keep-alive', 'close'])(
    'a client that reads nothing before its last byte gets that answer too (%s)',
    async (connection) => {
      const { hostname, port } = new URL(`http://${server.address()}`)
      const socket = connect(Number(port), hostname).pause()
      const length = 12 * 1024 * 1024
      const head = `POST /events HTTP/1.1\r\nHost: x\r\nConnection: ${connection}\r\nContent-Length: ${String(length)}\r\n`
      socket.write(`${head}Content-Type: application/cloudevents+json\r\n\r\n`)
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject)
        socket.write('x'.repeat(length), () => resolve())
      })
      const answered = once(socket, 'data') as Promise<[Buffer]>
      socket.resume()
      const [answer] = await answered
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /)
      socket.destroy()
    },
  )

  test('answers 503 while not ready', async () => {
    ready = false
    await refused(await post('/events', JSON.stringify(event()), STRUCTURED), 503, /again/)
  })
})

describe('POST /', () => {
  test("answers with Ion's context, and publishes the link", async () => {
    const response = await post('/', '{"url":"http://127.0.0.1/film"}')
    expect(response.status).toBe(200)
    const { context, type } = (await response.json()) as { context: Record<string, string>; type: string }
    expect(type).toBe('frontapi.new_link')
    expect(context).toMatchObject({ name: 'frontapi', parentEventId: 'frontapi', documentType: 'eventMeta' })
    expect(await bus.peek(GROUP, 1)).toMatchObject([
      {
        id: context['eventId'],
        correlationid: context['correlationId'],
        data: { url: 'http://127.0.0.1/film' },
      },
    ])
  })

  test.each(['', 'x', '{}', '{"url":5}', '{"url":""}'])('refuses the body %j with 400', async (body) => {
    await refused(await post('/', body), 400, /url/)
  })
})

describe('beside events', () => {
  test('says whether it lives and whether it is ready', async () => {
    const get = (path: string) => fetch(`http://${server.address()}${path}`)
    expect((await get('/healthz')).status).toBe(200)
    expect((await get('/readyz')).status).toBe(200)
    ready = false
    expect((await get('/readyz')).status).toBe(503)
    expect((await get('/nothing')).status).toBe(404)
  })

  test('shows metrics', async () => {
    await post('/events', JSON.stringify(event()), STRUCTURED)
    const text = await (await fetch(`http://${server.address()}/metrics`)).text()
    expect(text).toContain('iteron_queue_depth 1')
    expect(text).toContain('nodejs_eventloop_lag_seconds')
  })
})

test('refuses to listen beyond loopback without TLS', async () => {
  const open = new FrontServer(
    { bus, group: GROUP, ready: () => true, metrics: () => metrics.text() } as never,
    { address: '0.0.0.0:0' },
  )
  await expect(open.start()).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' })
  await open.stop()
})

describe('what no route can answer', () => {
  test('an address that is none, and a body without a type, are the sender’s fault', async () => {
    const nowhere = await fetch(`http://${server.address()}/%ff`)
    expect(nowhere.status).toBe(400)
    expect(await nowhere.json()).toMatchObject({ error: 'INVALID_ARGUMENT' })
    const bare = await post('/events', '{}', { 'content-type': '' })
    expect(bare.status).toBe(415)
    expect(await bare.json()).toMatchObject({ error: 'INVALID_ARGUMENT' })
  })

  test('data that is nested too deeply is refused, and not a fault of the server', async () => {
    for (const depth of [300, 100_000]) {
      const data = `${'['.repeat(depth)}${']'.repeat(depth)}`
      const body = JSON.stringify(event()).replace('}', `,"data":${data}}`)
      const answer = await post('/events', body, STRUCTURED)
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({
        error: 'INVALID_ARGUMENT',
        message: expect.stringContaining('nested too deeply') as unknown,
      })
    }
  })

  test('what is no HTTP at all is told so, and the connection ends', async () => {
    const answers: string[] = []
    const { hostname, port } = new URL(`http://${server.address()}`)
    const socket = connect(Number(port), hostname).setEncoding('utf8')
    socket.write('EHLO mail\r\n\r\n')
    for await (const text of socket) answers.push(String(text))
    expect(answers.join('')).toMatch(/^HTTP\/1\.1 400 .*"error":"INVALID_ARGUMENT"/s)
  })
})
