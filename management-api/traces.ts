import { firstOfTrace, listRoots } from '../core/catalog/event-listing.ts'
import type { EventSummary } from '../core/catalog/event-summary.ts'
import { traceCounts } from '../core/catalog/trace.ts'
import type { ListTracesRequest__Output } from '../proto/generated/iteron/v1/ListTracesRequest.ts'
import type { Trace } from '../proto/generated/iteron/v1/Trace.ts'
import type { TraceServiceHandlers } from '../proto/generated/iteron/v1/TraceService.ts'
import type { Calls } from './calls.ts'
import type { ApiContext } from './context.ts'
import { flowPage } from './flow.ts'
import { pageOf } from './paging.ts'

/** `iteron.v1.TraceService`. */
export function traceService(context: ApiContext, calls: Calls): TraceServiceHandlers {
  return {
    ListTraces: calls.unary((request) => list(context, request)),
    ListFlow: calls.unary(async (request) => {
      const page = await flowPage(context, request.correlationId, pageOf(request))
      return {
        documentsJson: page.documents.map((one) => JSON.stringify(one.document)),
        nextPageToken: page.next ?? '',
      }
    }),
  }
}

/** A trace may have several outside events; it is listed with the first. A page may hold fewer than asked for. */
async function list(context: ApiContext, request: ListTracesRequest__Output) {
  const { store } = context.catalog.context
  const { type, sinceMs, correlationId } = request
  const filter = {
    ...(type === '' ? {} : { type }),
    ...(sinceMs === 0 ? {} : { since: sinceMs }),
    ...(correlationId === '' ? {} : { correlationId }),
  }
  const page = await listRoots(store, filter, pageOf(request))
  const traces: Trace[] = []
  for (const event of page.documents) {
    const first = await firstOfTrace(store, event.correlationId)
    if (first?.id === event.id) traces.push(await traceMessage(context, event))
  }
  return { traces, nextPageToken: page.next ?? '' }
}

async function traceMessage(context: ApiContext, event: EventSummary): Promise<Trace> {
  const { store } = context.catalog.context
  const { correlationId } = event
  const { events, jobs } = await traceCounts(store, correlationId)
  return {
    correlationId,
    event: event.eventId,
    type: event.type,
    startedAtMs: Math.round(event.storedAt),
    events,
    jobs: [...jobs.values()].reduce((sum, count) => sum + count, 0),
    jobsByState: Object.fromEntries(jobs),
  }
}
