import { Agent, request, type IncomingMessage } from 'node:http'
import fc from 'fast-check'
import { hostileJson, hostileMembers, hostileText, jsonText, Literal, Members } from './hostile-values.ts'
import { maybeMutated } from './mutations.ts'
import { WORK } from './target.ts'

/** A request as node's client can send it. */
export interface HttpInput {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const ID = fc.oneof(
  { weight: 3, arbitrary: fc.uuid() },
  { weight: 1, arbitrary: hostileText },
  { weight: 1, arbitrary: hostileJson },
)
const TYPE = fc.oneof(
  { weight: 6, arbitrary: fc.constant('nobody.wants.it') },
  { weight: 3, arbitrary: hostileText },
  { weight: 1, arbitrary: hostileJson },
  { weight: 1, arbitrary: fc.constant(WORK) },
)

function mostly(value: string): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 8, arbitrary: fc.constant(value) },
    { weight: 1, arbitrary: hostileJson },
    { weight: 1, arbitrary: hostileText },
  )
}

const OPTIONAL = ['time', 'subject', 'datacontenttype', 'dataschema', 'correlationid', 'causationid'] as const
const MORE = ['jobid', 'traceparent', 'scopes', 'root', 'state', 'data', 'data_base64', 'files'] as const

const optional = fc.array(
  fc.tuple(fc.constantFrom<string>(...OPTIONAL, ...MORE), fc.oneof(hostileText, hostileJson)),
  { maxLength: 4 },
)

const required = fc
  .tuple(mostly('1.0'), ID, mostly('outside'), TYPE)
  .map(([specversion, id, source, type]) => Object.entries({ specversion, id, source, type }))

/** An envelope in which each part may be hostile. */
const envelope: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .tuple(required, optional, hostileMembers)
      .map(([first, more, others]) => new Members([...first, ...more, ...others])),
  },
  { weight: 1, arbitrary: hostileJson },
)

const STRUCTURED = 'application/cloudevents+json'
const BATCH = 'application/cloudevents-batch+json'

function posted(path: string, type: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<HttpInput> {
  const body = maybeMutated(value.map((one) => Buffer.from(jsonText(one))))
  return fc
    .tuple(body, headers)
    .map(([body, more]) => ({ method: 'POST', path, headers: { 'content-type': type, ...more }, body }))
}

const headerName = fc.constantFrom(
  ...['ce-id', 'ce-source', 'ce-type', 'ce-specversion', 'ce-time', 'ce-subject', 'ce-__proto__', 'ce-jobid'],
  ...[
    'ce-correlationid',
    'ce-causationid',
    'ce-data',
    'ce-data_base64',
    'ce-files',
    'ce-',
    'ce-datacontenttype',
  ],
  ...[
    'content-type',
    'content-encoding',
    'accept',
    'expect',
    'upgrade',
    'cookie',
    'x-forwarded-for',
    'origin',
  ],
)
const headerValue = hostileText.map((text) =>
  text.replace(/[^\t\u0020-\u007e\u0080-\u00ff]/gu, '').slice(0, 9000),
)
const headers = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.dictionary(headerName, headerValue, { maxKeys: 3 }) },
)

const BINARY = [
  'application/json',
  'text/plain',
  'application/octet-stream',
  'application/xml',
  'x',
  '',
  'a/b; c=',
]
const binary: fc.Arbitrary<HttpInput> = fc
  .tuple(
    fc.uuid(),
    fc.dictionary(headerName, headerValue, { maxKeys: 6 }),
    fc.constantFrom(...BINARY),
    maybeMutated(hostileJson.map((value) => Buffer.from(jsonText(value)))),
  )
  .map(([id, more, type, body]) => ({
    method: 'POST',
    path: '/events',
    headers: {
      'ce-id': id,
      'ce-source': 'outside',
      'ce-type': 'nobody.wants.it',
      'ce-specversion': '1.0',
      'content-type': type,
      ...more,
    },
    body,
  }))

const paths = fc.oneof(
  fc.constantFrom(
    '/',
    '/events',
    '/healthz',
    '/readyz',
    '/metrics',
    '/events/',
    '//',
    '/events?a=%00',
    '/%',
    '/%ff',
  ),
  hostileText.map((text) => `/${text.replace(/[^\u0021-\u007e]/gu, '').slice(0, 4000)}`),
)
const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'LOCK',
  'SEARCH',
]
const elsewhere: fc.Arbitrary<HttpInput> = fc
  .tuple(fc.constantFrom(...METHODS), paths, headers, fc.constantFrom('', '{}', '[', 'x'.repeat(70_000)))
  .map(([method, path, headers, body]) => ({ method, path, headers, body: Buffer.from(body) }))

/** Larger than what a request may have. */
const huge = fc.constantFrom(1, 2).map((events): HttpInput => {
  const body = Buffer.from(jsonText(new Array(events).fill(new Literal(`"${'x'.repeat(4_500_000)}"`))))
  return { method: 'POST', path: '/events', headers: { 'content-type': BATCH }, body }
})

/** Requests of all kinds that the front API knows, and of others. */
export const httpInputs: fc.Arbitrary<HttpInput> = fc.oneof(
  { weight: 300, arbitrary: posted('/events', STRUCTURED, envelope) },
  { weight: 100, arbitrary: posted('/events', BATCH, fc.array(envelope, { maxLength: 3 })) },
  { weight: 150, arbitrary: binary },
  { weight: 60, arbitrary: posted('/', 'application/json', hostileJson) },
  {
    weight: 60,
    arbitrary: posted(
      '/',
      'application/json',
      hostileText.map((url) => ({ url })),
    ),
  },
  { weight: 150, arbitrary: elsewhere },
  { weight: 1, arbitrary: huge },
)

export interface HttpAnswer {
  readonly status: number
  readonly text: string
}

class KeptConnectionEnded extends Error {}

/** Sends requests on connections that are kept. */
export class HttpClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 32 })
  readonly #host: string
  readonly #port: number

  constructor(address: string) {
    const { hostname, port } = new URL(`http://${address}`)
    this.#host = hostname
    this.#port = Number(port)
  }

  /** A kept connection that the server ended in the meantime isn't an answer: sent again, as clients do. */
  async send(input: HttpInput, again = true): Promise<HttpAnswer> {
    const { method, path, headers, body } = input
    const options = { agent: this.#agent, host: this.#host, port: this.#port, method, path, headers }
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const sent = request(options, resolve).on('error', (error) => {
          reject(sent.reusedSocket ? new KeptConnectionEnded(error.message) : error)
        })
        sent.end(body)
      })
      const parts: Buffer[] = []
      for await (const part of response) parts.push(part as Buffer)
      return { status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }
    } catch (error) {
      if (!(error instanceof KeptConnectionEnded) || !again) throw error
      return await this.send(input, false)
    }
  }

  close(): void {
    this.#agent.destroy()
  }
}
