import { createHash } from 'node:crypto'

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/

/**
 * The W3C trace context of an attempt: a span of its own, derived from its id, in the trace of its event; without one,
 * in a trace that
 * is derived from the correlation id, so that all that belongs together is found together.
 */
export function attemptTraceparent(attempt: string, correlationId: string, parent?: string): string {
  const found = TRACEPARENT.exec(parent ?? '')
  const trace = found?.[1] ?? hex(`trace ${correlationId}`, 32)
  const flags = found?.[2] ?? '01'
  return `00-${trace}-${hex(`span ${attempt}`, 16)}-${flags}`
}

function hex(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits)
}
