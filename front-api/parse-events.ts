import { HTTP, type CloudEventV1 } from 'cloudevents'
import { IteronError, messageOf } from '../core/errors.ts'
import { cloudEventSchema, type CloudEvent } from '../core/model/cloud-event.ts'
import { isOwnSource } from '../core/model/identity.ts'
import { describeIssues } from '../core/model/issues.ts'
import { MAX_DOCUMENT_BYTES } from '../core/model/attempt-output.ts'

export const MAX_BATCH = 1000

/**
 * The events of an HTTP request in CloudEvents' binary, structured or batch mode (HTTP binding 1.0.2).
 *
 * INVALID_ARGUMENT says which event is wrong and why; RESOURCE_EXHAUSTED that one is too large.
 */
export function parseEvents(
  headers: Record<string, string>,
  body: string,
  installation: string,
): CloudEvent[] {
  const events = readMessage(headers, body)
  if (events.length === 0) throw new IteronError('INVALID_ARGUMENT', 'the batch is empty')
  if (events.length > MAX_BATCH) {
    throw new IteronError(
      'RESOURCE_EXHAUSTED',
      `a batch of ${String(events.length)} events is too large: ${String(MAX_BATCH)} at most`,
    )
  }
  return events.map((event, n) =>
    checked(event, events.length > 1 ? `event ${String(n)} of the batch` : 'the event', installation),
  )
}

function readMessage(headers: Record<string, string>, body: string): unknown[] {
  const message = { headers, body }
  try {
    if (!HTTP.isEvent(message)) {
      throw new IteronError('INVALID_ARGUMENT', 'the request carries no CloudEvent', {
        hint: 'Send ce-specversion, ce-id, ce-source and ce-type headers, or a body of application/cloudevents+json.',
      })
    }
    const read = HTTP.toEvent(message)
    return (Array.isArray(read) ? read : [read]).map((event) => plain(event))
  } catch (error) {
    if (error instanceof IteronError) throw error
    throw new IteronError(
      'INVALID_ARGUMENT',
      `the request can't be read as CloudEvents: ${messageOf(error)}`,
      { cause: error },
    )
  }
}

/** The library's class as plain JSON. */
function plain(event: CloudEventV1<unknown>): unknown {
  return JSON.parse(JSON.stringify(event))
}

function checked(event: unknown, which: string, installation: string): CloudEvent {
  const parsed = cloudEventSchema.safeParse(event)
  if (!parsed.success)
    throw new IteronError('INVALID_ARGUMENT', `${which} is not valid: ${describeIssues(parsed.error)}`)
  const envelope = parsed.data as CloudEvent
  const size = Buffer.byteLength(JSON.stringify(envelope))
  if (size > MAX_DOCUMENT_BYTES) {
    throw new IteronError(
      'RESOURCE_EXHAUSTED',
      `${which} has ${String(size)} bytes, more than ${String(MAX_DOCUMENT_BYTES)}`,
    )
  }
  if (isOwnSource(installation, envelope.source)) {
    throw new IteronError(
      'INVALID_ARGUMENT',
      `${which} claims the source ${envelope.source}, which is this installation's own`,
    )
  }
  return envelope
}
