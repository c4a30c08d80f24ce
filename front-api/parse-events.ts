import { HTTP, type CloudEventV1 } from 'cloudevents'
import { IteronError, messageOf } from '../core/errors.ts'
import { checkEvent } from '../core/model/check-event.ts'
import type { CloudEvent } from '../core/model/cloud-event.ts'
import { isOwnSource } from '../core/model/identity.ts'
import { describeIssues } from '../core/model/issues.ts'
import { MAX_DOCUMENT_BYTES } from '../core/model/attempt-output.ts'

const MAX_BATCH = 1000

/** What a sender can do whose event is too large. */
export const LARGE_HINT =
  'Publish what is large as a file (`iteron event publish --file`), or put its address into the data.'

const REQUIRED_HEADERS = ['ce-specversion', 'ce-id', 'ce-source', 'ce-type']

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
      { hint: 'Send them in several batches.' },
    )
  }
  return events.map((event, n) =>
    checked(event, events.length > 1 ? `event ${String(n)} of the batch` : 'the event', installation),
  )
}

function readMessage(headers: Record<string, string>, body: string): unknown[] {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  // The library would give an event without an id one of its own: here the sender's retry must find the same event.
  if (type === 'application/cloudevents+json') return [parseJson(body)]
  if (type === 'application/cloudevents-batch+json') return listOf(parseJson(body))
  if (!REQUIRED_HEADERS.every((name) => headers[name] !== undefined && headers[name] !== '')) {
    throw new IteronError('INVALID_ARGUMENT', 'the request carries no CloudEvent', {
      hint: `Send the headers ${REQUIRED_HEADERS.join(', ')}, or a body of application/cloudevents+json or application/cloudevents-batch+json.`,
    })
  }
  try {
    const read = HTTP.toEvent({ headers, body: body === '' ? undefined : body })
    return [plain(read as CloudEventV1<unknown>)]
  } catch (error) {
    throw new IteronError(
      'INVALID_ARGUMENT',
      `the request can't be read as a CloudEvent: ${messageOf(error)}`,
      { cause: error },
    )
  }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    throw new IteronError('INVALID_ARGUMENT', `the body is not JSON: ${messageOf(error)}`, { cause: error })
  }
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  throw new IteronError('INVALID_ARGUMENT', 'the body of a batch must be an array of events')
}

/** The library's class as plain JSON. */
function plain(event: CloudEventV1<unknown>): unknown {
  return JSON.parse(JSON.stringify(event))
}

function checked(event: unknown, which: string, installation: string): CloudEvent {
  const parsed = checkEvent(event)
  if (!parsed.success)
    throw new IteronError('INVALID_ARGUMENT', `${which} is not valid: ${describeIssues(parsed.error)}`)
  const envelope = parsed.data
  const size = Buffer.byteLength(JSON.stringify(envelope))
  if (size > MAX_DOCUMENT_BYTES) {
    throw new IteronError(
      'RESOURCE_EXHAUSTED',
      `${which} has ${String(size)} bytes as JSON: ${String(MAX_DOCUMENT_BYTES)} at most`,
      { hint: LARGE_HINT },
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
