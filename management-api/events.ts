import { listEvents } from '../core/catalog/event-listing.ts'
import { takes } from '../core/catalog/module-listing.ts'
import { envelopeOf } from '../core/catalog/events.ts'
import { IteronError } from '../core/errors.ts'
import type { EventRecord } from '../core/model/event.ts'
import { moduleSource } from '../core/model/identity.ts'
import type { ModuleRecord } from '../core/model/module-spec.ts'
import type { EventServiceHandlers } from '../proto/generated/iteron/v1/EventService.ts'
import type { ListEventsRequest__Output } from '../proto/generated/iteron/v1/ListEventsRequest.ts'
import type { Calls } from './calls.ts'
import type { ApiContext } from './context.ts'
import { invalid } from './errors.ts'
import { eventMessage, fullEventMessage } from './event-message.ts'
import { pageOf, pageSize } from './paging.ts'
import { Publisher } from './publisher.ts'
import { waitForEvent } from './wait.ts'

const STATES = ['pending', 'routed', 'handled']
const PEEKED = 10

/** `iteron.v1.EventService`. */
export function eventService(context: ApiContext, calls: Calls): EventServiceHandlers {
  const { catalog, bus, group, blobs } = context
  const publisher = new Publisher(context)
  return {
    PublishEvents: calls.unary(async (request) => ({ events: await publisher.publish(request.events) })),
    GetEvent: calls.unary(async (request) =>
      fullEventMessage(blobs, await catalog.events.resolve(request.event)),
    ),
    ListEvents: calls.unary((request) => list(context, request)),
    PeekEvents: calls.unary(async (request) => {
      const waiting = await bus.peek(group, request.type === '' ? pageSize(request.limit, PEEKED) : 1000)
      const wanted = waiting.filter((event) => request.type === '' || event.type === request.type)
      return {
        eventsJson: wanted.slice(0, pageSize(request.limit, PEEKED)).map((event) => JSON.stringify(event)),
      }
    }),
    WaitEvent: calls.streaming((request, signal) => waitForEvent(context, request, signal), {
      follows: true,
    }),
    RedriveEvent: calls.unary(async (request) => {
      const event = await catalog.events.resolve(request.event)
      const module = request.module === '' ? undefined : await catalog.modules.resolve(request.module)
      if (module !== undefined) mustTake(module, event)
      const copy = await catalog.events.insertCopy(event, module?.id)
      return { event: await publisher.send(envelopeOf(copy)) }
    }),
  }
}

async function list(context: ApiContext, request: ListEventsRequest__Output) {
  const { catalog } = context
  const { type, state, correlationId, sinceMs } = request
  if (state !== '' && !STATES.includes(state)) {
    throw invalid(`there is no event state ${JSON.stringify(state)}`, `States: ${STATES.join(', ')}.`)
  }
  const filter = {
    ...(type === '' ? {} : { type }),
    ...(state === '' ? {} : { state }),
    ...(correlationId === '' ? {} : { correlationId }),
    ...(sinceMs === 0 ? {} : { since: sinceMs }),
  }
  const sources = request.module === '' ? undefined : await sourcesOf(context, request.module)
  const page = await (sources === undefined
    ? catalog.events.list(filter, pageOf(request))
    : listEvents(catalog.context.store, { ...filter, sources }, pageOf(request)))
  return { events: page.documents.map(eventMessage), nextPageToken: page.next ?? '' }
}

async function sourcesOf({ catalog }: ApiContext, module: string): Promise<string[]> {
  const { id, name } = await catalog.modules.resolveAny(module)
  return [id, name].map((one) => moduleSource(catalog.context.installation, one))
}

function mustTake(module: ModuleRecord, event: EventRecord): void {
  if (takes(module, event.type)) return
  throw new IteronError(
    'FAILED_PRECONDITION',
    `the module ${module.name} doesn't take events of the type ${event.type}`,
    {
      hint: `Let it subscribe to ${event.type} with iteron module update.`,
    },
  )
}
