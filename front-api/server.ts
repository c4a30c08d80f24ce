import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import { codeOf, IteronError, messageOf } from '../core/errors.ts'
import type { Service } from '../core/lifecycle.ts'
import { checkValue } from '../core/model/check-value.ts'
import { describeIssues } from '../core/model/issues.ts'
import type { CloudEvent } from '../core/model/cloud-event.ts'
import { formatAddress, parseAddress } from '../core/listen/address.ts'
import { readTls, type TlsFiles } from '../core/listen/tls-files.ts'
import type { FrontContext } from './context.ts'
import { parseEvents } from './parse-events.ts'
import { answerNoRequest, INSUFFICIENT_STORAGE, isBodyTooLarge, refusalOf } from './refusal.ts'

export interface FrontOptions extends TlsFiles {
  /** HOST:PORT; port 0 picks one. */
  readonly address: string
}

/** The event type of a link that is posted as in Ion. */
const NEW_LINK = 'frontapi.new_link'

const MAX_BODY_BYTES = 8 * 1024 * 1024
/** What is larger than that isn't even read to be thrown away. */
const MAX_IGNORED_BYTES = 8 * MAX_BODY_BYTES
/** A request that isn't there by then, down to its last byte, is no request. */
const REQUEST_MS = 60_000
const linkSchema = z.looseObject({ url: z.string().min(1).max(8192) })

/** Events in over HTTP. What is answered with 200 or 202 is durable. */
export class FrontServer implements Service {
  readonly #context: FrontContext
  readonly #options: FrontOptions
  #app: FastifyInstance | undefined

  constructor(context: FrontContext, options: FrontOptions) {
    this.#context = context
    this.#options = options
  }

  /**
   * INVALID_ARGUMENT for half a set of certificate files, FAILED_PRECONDITION for plain text beyond loopback,
   * UNAVAILABLE if the address is taken.
   */
  async start(): Promise<void> {
    if (this.#app !== undefined) return
    const wanted = parseAddress(this.#options.address)
    const tls = await readTls(this.#options, wanted)
    const app = fastify({
      bodyLimit: MAX_BODY_BYTES,
      forceCloseConnections: 'idle',
      requestTimeout: REQUEST_MS,
      clientErrorHandler: answerNoRequest,
      frameworkErrors: (error: Error, _request: FastifyRequest, reply: FastifyReply) => {
        this.#refuse(error, reply)
      },
      ...(tls === undefined
        ? {}
        : { https: { ...tls, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' } }),
    }) as unknown as FastifyInstance
    this.#app = app
    this.#routes(app)
    try {
      await app.listen(wanted)
    } catch (cause) {
      throw new IteronError(
        'UNAVAILABLE',
        `the front API can't listen at ${formatAddress(wanted)}: ${messageOf(cause)}`,
        {
          cause,
          hint: 'Give another address by --http HOST:PORT; port 0 picks a free one.',
        },
      )
    }
  }

  /** HOST:PORT that it listens on. */
  address(): string {
    const bound = this.#app?.server.address()
    if (bound === undefined || bound === null || typeof bound === 'string') return ''
    return formatAddress({ host: bound.address, port: bound.port })
  }

  async stop(): Promise<void> {
    await this.#app?.close()
  }

  #routes(app: FastifyInstance): void {
    app.removeAllContentTypeParsers()
    // Every body is taken as text: the CloudEvents library reads the content type.
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
      done(null, body)
    })
    app.setErrorHandler((error, request, reply) => {
      if (isBodyTooLarge(error)) readToItsEnd(request, reply)
      return this.#refuse(error, reply)
    })
    app.setNotFoundHandler((request, reply) =>
      reply.code(404).send({ error: 'NOT_FOUND', message: `there is no ${request.method} ${request.url}` }),
    )
    app.post('/', (request, reply) => this.#postLink(request, reply))
    app.post('/events', (request, reply) => this.#postEvents(request, reply))
    app.get('/healthz', () => ({ status: 'ok' }))
    app.get('/readyz', (_request, reply) => this.#readiness(reply))
    app.get('/metrics', async (_request, reply) => {
      const { contentType, text } = await this.#context.metrics()
      return reply.type(contentType).send(text)
    })
  }

  /** Ion's front API: a link becomes an event. */
  async #postLink(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (!this.#context.ready()) return this.#notReady(reply)
    const parsed = checkValue(linkSchema, parseJson(request.body))
    if (!parsed.success) {
      return reply.code(400).send({
        error: 'INVALID_ARGUMENT',
        message: `the body must be {"url": …}: ${describeIssues(parsed.error)}`,
      })
    }
    const { ids, clock } = this.#context.catalog.context
    const id = ids.random()
    await this.#publish([
      {
        specversion: '1.0',
        id,
        source: 'frontapi',
        type: NEW_LINK,
        time: new Date(clock.now()).toISOString(),
        datacontenttype: 'application/json',
        correlationid: id,
        data: { url: parsed.data.url },
      },
    ])
    const context = {
      name: 'frontapi',
      eventId: id,
      correlationId: id,
      parentEventId: 'frontapi',
      documentType: 'eventMeta',
    }
    return reply.code(200).send({ context, type: NEW_LINK })
  }

  async #postEvents(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (!this.#context.ready()) return this.#notReady(reply)
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    const body = typeof request.body === 'string' ? request.body : ''
    const events = parseEvents(headers, body, this.#context.catalog.context.installation)
    await this.#publish(events)
    return reply.code(202).send({ ids: events.map((event) => event.id) })
  }

  /** What can't be stored now isn't the sender's fault: 507, and the same request may be sent again. */
  async #publish(events: readonly CloudEvent[]): Promise<void> {
    const { bus, group } = this.#context
    try {
      await bus.ensureTopics([...new Set(events.map((event) => event.type))], group)
      await bus.publish(events)
    } catch (error) {
      if (codeOf(error) !== 'RESOURCE_EXHAUSTED') throw error
      throw Object.assign(new Error(messageOf(error), { cause: error }), { statusCode: INSUFFICIENT_STORAGE })
    }
  }

  /** What is sent while nothing can be stored would be refused: it may go to somebody else. */
  #readiness(reply: FastifyReply): FastifyReply {
    const reason = this.#context.problem?.()
    const ready = this.#context.ready() && reason === undefined
    return reply.code(ready ? 200 : 503).send({ ready, ...(reason === undefined ? {} : { reason }) })
  }

  #notReady(reply: FastifyReply): FastifyReply {
    return reply
      .code(503)
      .header('retry-after', '1')
      .send({ error: 'UNAVAILABLE', message: 'Iteron is starting or stopping: try again' })
  }

  #refuse(thrown: unknown, reply: FastifyReply): FastifyReply {
    const { status, answer } = refusalOf(thrown, MAX_BODY_BYTES)
    return reply.code(status).send(answer)
  }
}

/**
 * A connection that is closed while its client still sends takes the answer with it: most clients read it only after
 * their last byte. So the rest is read and ignored, in the time that a request has.
 */
function readToItsEnd(request: FastifyRequest, reply: FastifyReply): void {
  if (Number(request.headers['content-length'] ?? 0) > MAX_IGNORED_BYTES) return
  request.raw.resume()
  reply.header('connection', 'keep-alive')
}

function parseJson(body: unknown): unknown {
  try {
    return typeof body === 'string' ? JSON.parse(body) : undefined
  } catch {
    return undefined
  }
}
