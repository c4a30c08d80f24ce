import { envelopeOf } from '../core/catalog/events.ts'
import { takes } from '../core/catalog/module-listing.ts'
import { isIteronError } from '../core/errors.ts'
import { MAX_DOCUMENT_BYTES } from '../core/model/attempt-output.ts'
import { checkEvent } from '../core/model/check-event.ts'
import type { CloudEvent } from '../core/model/cloud-event.ts'
import { eventKey, isOwnSource } from '../core/model/identity.ts'
import { describeIssues } from '../core/model/issues.ts'
import type { ModuleRecord } from '../core/model/module-spec.ts'
import type { Json } from '../core/ports/document-store.ts'
import type { NewEvent__Output } from '../proto/generated/iteron/v1/NewEvent.ts'
import type { NewEventFile__Output } from '../proto/generated/iteron/v1/NewEventFile.ts'
import type { PublishedEvent } from '../proto/generated/iteron/v1/PublishedEvent.ts'
import type { ApiContext } from './context.ts'
import { invalid } from './errors.ts'
import { parseObject } from './json-fields.ts'

const MOST_EVENTS = 1000
const CLIENT_SOURCE = 'iteron-client'

/** Puts events from outside on the bus. */
export class Publisher {
  readonly #context: ApiContext

  constructor(context: ApiContext) {
    this.#context = context
  }

  /**
   * All or none; returns when they are durable. INVALID_ARGUMENT and NOT_FOUND say which one can't be published, and
   * why.
   */
  async publish(events: readonly NewEvent__Output[]): Promise<PublishedEvent[]> {
    if (events.length === 0 || events.length > MOST_EVENTS) {
      throw invalid(`${events.length} events can't be published at once: 1 to ${MOST_EVENTS}`)
    }
    const known = new Set<CloudEvent>()
    const envelopes: CloudEvent[] = []
    for (const event of events) {
      const envelope = await this.#envelope(event).catch(async (error: unknown) => {
        const before = await this.#takenBefore(event, error)
        known.add(before)
        return before
      })
      envelopes.push(envelope)
    }
    return this.#send(envelopes, known)
  }

  /** What was taken once stays so, also when it couldn't be any more: its artifact may be deleted by now. */
  async #takenBefore({ id, source, files }: NewEvent__Output, error: unknown): Promise<CloudEvent> {
    const { events } = this.#context.catalog
    const known =
      id === '' || files.length === 0 || !isIteronError(error)
        ? undefined
        : await events.get(eventKey(source === '' ? CLIENT_SOURCE : source, id))
    if (known === undefined || known.job !== undefined) throw error
    return envelopeOf(known)
  }

  /** One that is an envelope already. */
  async send(envelope: CloudEvent): Promise<PublishedEvent> {
    const [published] = await this.#send([envelope])
    return published as PublishedEvent
  }

  async #send(
    envelopes: readonly CloudEvent[],
    known: ReadonlySet<CloudEvent> = new Set(),
  ): Promise<PublishedEvent[]> {
    const { bus, group, catalog } = this.#context
    // A topic that nobody reads would swallow the event.
    const fresh = envelopes.filter((event) => !known.has(event))
    await bus.ensureTopics([...new Set(fresh.map((event) => event.type))], group)
    if (fresh.length > 0) await bus.publish(fresh)
    const modules = await catalog.modules.all()
    return envelopes.map((event) => published(event, modules))
  }

  async #envelope(event: NewEvent__Output): Promise<CloudEvent> {
    const { ids, clock, installation } = this.#context.catalog.context
    const id = event.id === '' ? ids.random() : event.id
    const { subject, traceparent, causationId: causationid } = event
    const envelope = {
      ...textFields({ subject, traceparent, causationid }),
      specversion: '1.0',
      id,
      source: event.source === '' ? CLIENT_SOURCE : event.source,
      type: event.type,
      time: event.time === '' ? new Date(clock.now()).toISOString() : event.time,
      datacontenttype: 'application/json',
      correlationid: event.correlationId === '' ? id : event.correlationId,
      data: await this.#data(event),
    }
    const parsed = checkEvent(envelope)
    if (!parsed.success) throw invalid(`the event can't be published: ${describeIssues(parsed.error)}`)
    if (isOwnSource(installation, envelope.source)) {
      throw invalid(
        `the source ${envelope.source} is this installation's own`,
        'Events with it come from jobs only: give another source.',
      )
    }
    const bytes = isSmall(event) ? 0 : Buffer.byteLength(JSON.stringify(envelope))
    if (bytes > MAX_DOCUMENT_BYTES) {
      throw invalid(
        `the event ${id} has ${bytes} bytes, more than ${MAX_DOCUMENT_BYTES}`,
        'Put what is large into a file.',
      )
    }
    return parsed.data
  }

  async #data({ dataJson, files }: NewEvent__Output): Promise<Record<string, Json>> {
    const data = dataJson === '' ? {} : parseObject(dataJson, 'data_json')
    if (files.length === 0) return data
    if ('files' in data) throw invalid('the event has files, so its data can have no key "files" of its own')
    const refs: Json[] = []
    for (const file of files) refs.push(...(await this.#files(file)))
    refuseTwice(refs as { path: string }[])
    return { ...data, files: refs }
  }

  async #files({ artifact: text, path }: NewEventFile__Output) {
    const { artifacts } = this.#context.catalog
    const { id, deletedAt } = await artifacts.resolve(text)
    if (deletedAt !== undefined) throw invalid(`the artifact ${id} is deleted`)
    const entries = path === '' ? artifacts.files(id) : [await artifacts.file(id, path)]
    const refs: { path: string; digest: string; size: number; artifact: string }[] = []
    for await (const { path: name, digest, size } of entries)
      refs.push({ path: name, digest, size, artifact: id })
    return refs
  }
}

/** As JSON again, no character takes more than six bytes: `\u0001`, or the zeros of 1e20. Other fields are short. */
function isSmall({ dataJson, files }: NewEvent__Output): boolean {
  return files.length === 0 && dataJson.length * 6 < MAX_DOCUMENT_BYTES / 2
}

function textFields(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ''))
}

function refuseTwice(files: readonly { path: string }[]): void {
  const seen = new Set<string>()
  for (const { path } of files) {
    if (seen.has(path)) throw invalid(`the event would pass on two files ${JSON.stringify(path)}`)
    seen.add(path)
  }
}

function published(event: CloudEvent, modules: readonly ModuleRecord[]): PublishedEvent {
  const { id, source, type } = event
  const takers = modules.filter((module) => takes(module, type)).map((module) => module.name)
  return {
    id,
    source,
    type,
    correlationId: event.correlationid ?? id,
    key: eventKey(source, id),
    modules: takers,
  }
}
