import { IteronError } from '../core/errors.ts'
import type { TraceServiceHandlers } from '../proto/generated/TraceService.ts'
import type { Calls } from './calls.ts'
import type { ApiContext } from './context.ts'
import { withHintInMessage } from './errors.ts'
import { flowPage, type FlowDocument } from './flow.ts'

/** gRPC clients take 4 MiB unless they are told otherwise, and Ion's are not; some room is left for the frame. */
const LARGEST_FLOW_BYTES = 4 * 1024 * 1024 - 4096
const PAGE = 500

/** Ion's `TraceService`. */
export function ionTraceService(context: ApiContext, calls: Calls): TraceServiceHandlers {
  return {
    GetFlow: calls.unary(async ({ correlationID }, signal) => {
      try {
        return { flowJSON: await wholeFlow(context, correlationID, signal) }
      } catch (error) {
        throw withHintInMessage(error)
      }
    }),
  }
}

/**
 * All documents of a trace in order of time, as one JSON array; RESOURCE_EXHAUSTED as soon as it is known to be too
 * large.
 */
async function wholeFlow(context: ApiContext, correlationId: string, signal: AbortSignal): Promise<string> {
  const flow: { at: number; json: string }[] = []
  let bytes = 2
  let after: string | undefined
  do {
    signal.throwIfAborted()
    const page: { documents: FlowDocument[]; next?: string } = await flowPage(
      context,
      correlationId,
      after === undefined ? { limit: PAGE } : { limit: PAGE, after },
    )
    for (const { at, document } of page.documents) {
      const json = JSON.stringify(document)
      bytes += Buffer.byteLength(json) + 1
      if (bytes > LARGEST_FLOW_BYTES) throw tooLarge(correlationId)
      flow.push({ at, json })
    }
    after = page.next
  } while (after !== undefined)
  return `[${flow
    .sort((a, b) => a.at - b.at)
    .map((one) => one.json)
    .join(',')}]`
}

function tooLarge(correlationId: string): IteronError {
  return new IteronError(
    'RESOURCE_EXHAUSTED',
    `the trace ${correlationId} doesn't fit into one message of 4 MiB`,
    {
      hint: 'Page through iteron.v1.TraceService/ListFlow instead.',
    },
  )
}
