import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import { codeOf, isIteronError, IteronError, messageOf, type ErrorCode } from '../core/errors.ts'
import type { Service } from '../core/lifecycle.ts'
import { describeIssues } from '../core/model/issues.ts'
import type { CloudEvent } from '../core/model/cloud-event.ts'
import { formatAddress, parseAddress } from '../core/listen/address.ts'
import { readTls, type TlsFiles } from '../core/listen/tls-files.ts'
import type { FrontContext } from './context.ts'
import { LARGE_HINT, parseEvents } from './parse-events.ts'

export interface FrontOptions extends TlsFiles {
  /** HOST:PORT; port 0 picks one. */
  readonly address: string
}

/** The event type of a link that is posted as in Ion. */
export const NEW_LINK = 'frontapi.new_link'

const MAX_BODY_BYTES = 8 * 1024 * 1024
const linkSchema = z.looseObject({ url: z.string().min(1).max(8192) })

const STATUS: Partial<Record<ErrorCode, number>> = {
  INVALID_ARGUMENT: 400,
  NOT_FOUND: 404,
  RESOURCE_EXHAUSTED: 413,
  UNAVAILABLE: 503,
  FAILED_PRECONDITION: 503,
}
const INSUFFICIENT_STORAGE = 507

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
    app.setErrorHandler((error, _request, reply) => this.#refuse(error, reply))
    app.setNotFoundHandler((request, reply) =>
      reply.code(404).send({ error: 'NOT_FOUND', message: `there is no ${request.method} ${request.url}` }),
    )
    app.post('/', (request, reply) => this.#postLink(request, reply))
    app.post('/events', (request, reply) => this.#postEvents(request, reply))
    app.get('/healthz', () => ({ status: 'ok' }))
    app.get('/readyz', (_request, reply) =>
      reply.code(this.#context.ready() ? 200 : 503).send({ ready: this.#context.ready() }),
    )
    app.get('/metrics', async (_request, reply) => {
      const { contentType, text } = await this.#context.metrics()
      return reply.type(contentType).send(text)
    })
  }

  /** Ion's front API: a link becomes an event. */
  async #postLink(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (!this.#context.ready()) return this.#notReady(reply)
    const parsed = linkSchema.safeParse(parseJson(request.body))
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

  #notReady(reply: FastifyReply): FastifyReply {
    return reply
      .code(503)
      .header('retry-after', '1')
      .send({ error: 'UNAVAILABLE', message: 'Iteron is starting or stopping: try again' })
  }

  #refuse(thrown: unknown, reply: FastifyReply): FastifyReply {
    const error = isBodyTooLarge(thrown) ? bodyTooLarge(thrown) : thrown
    const ownStatus = (error as { statusCode?: number }).statusCode
    const status = isIteronError(error) ? (STATUS[error.code] ?? 500) : (ownStatus ?? 500)
    const hint = isIteronError(error) && error.hint !== undefined ? { hint: error.hint } : {}
    return reply.code(status).send({
      error: isIteronError(error) ? error.code : (codeOfStatus(status) ?? codeOf(error)),
      message: messageOf(error),
      ...hint,
    })
  }
}

function isBodyTooLarge(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'FST_ERR_CTP_BODY_TOO_LARGE'
}

function bodyTooLarge(cause: unknown): IteronError {
  const message = `the body is too large: ${String(MAX_BODY_BYTES)} bytes at most`
  const hint = `Send a batch in several requests. ${LARGE_HINT}`
  return new IteronError('RESOURCE_EXHAUSTED', message, { cause, hint })
}

function codeOfStatus(status: number): ErrorCode | undefined {
  if (status === INSUFFICIENT_STORAGE) return 'RESOURCE_EXHAUSTED'
  return (Object.entries(STATUS) as [ErrorCode, number][]).find(([, known]) => known === status)?.[0]
}

function parseJson(body: unknown): unknown {
  try {
    return typeof body === 'string' ? JSON.parse(body) : undefined
  } catch {
    return undefined
  }
}
