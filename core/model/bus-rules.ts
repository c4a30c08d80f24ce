import { IteronError } from '../errors.ts'
import type { SubscribeOptions } from '../ports/event-bus.ts'
import type { CloudEvent } from './cloud-event.ts'

/** The event as JSON. INVALID_ARGUMENT when it is larger than the bus takes, or its type can't be a topic. */
export function encodeEvent(event: CloudEvent, maxMessageBytes: number): string {
  checkTopic(event.type)
  const text = JSON.stringify(event)
  const bytes = Buffer.byteLength(text)
  if (bytes <= maxMessageBytes) return text
  throw new IteronError(
    'INVALID_ARGUMENT',
    `event ${event.id} has ${String(bytes)} bytes, more than the ${String(maxMessageBytes)} that the bus takes`,
    { hint: 'Pass large data as a file and refer to it.' },
  )
}

/** INVALID_ARGUMENT for an empty topic, or one with characters that buses can't hold. */
export function checkTopic(topic: string): void {
  if (topic !== '' && !topic.includes('\0') && topic.isWellFormed()) return
  throw new IteronError('INVALID_ARGUMENT', `${JSON.stringify(topic)} can't be a topic`)
}

export function checkSubscribe({ prefetch }: SubscribeOptions): void {
  if (Number.isInteger(prefetch) && prefetch >= 1) return
  throw new IteronError(
    'INVALID_ARGUMENT',
    `prefetch ${String(prefetch)} is not a whole number of at least 1`,
  )
}

export function closedBus(): IteronError {
  return new IteronError('FAILED_PRECONDITION', 'the event bus is not open')
}

export function unknownDeadLetter(group: string, id: string): IteronError {
  return new IteronError('NOT_FOUND', `group ${group} has no dead letter ${id}`, {
    hint: 'It was redriven or discarded before; list the dead letters again.',
  })
}
