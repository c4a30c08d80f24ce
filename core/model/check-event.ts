import type { z } from 'zod'
import { checkValue } from './check-value.ts'
import { cloudEventSchema, type CloudEvent } from './cloud-event.ts'
import { jsonProblem } from './json-value.ts'

const PLAIN = /^[ -~]{1,256}$/
const PLAIN_TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?Z$/
const TEXTS = [
  'subject',
  'datacontenttype',
  'dataschema',
  'correlationid',
  'causationid',
  'jobid',
  'traceparent',
]

/** What `cloudEventSchema` says of an envelope. Most are seen to be right without it, which takes a tenth of the time. */
export function checkEvent(envelope: unknown): z.ZodSafeParseResult<CloudEvent> {
  if (isPlain(envelope)) return { success: true, data: envelope }
  return checkValue(cloudEventSchema, envelope) as z.ZodSafeParseResult<CloudEvent>
}

/** What holds nothing but short ASCII text, besides its data. What it doesn't know, the schema decides. */
function isPlain(envelope: unknown): envelope is CloudEvent {
  if (typeof envelope !== 'object' || envelope === null || Object.hasOwn(envelope, '__proto__')) return false
  const { specversion, id, source, type, time, data_base64, ...more } = envelope as Record<string, unknown>
  return (
    specversion === '1.0' &&
    [id, source, type].every((text) => isText(text)) &&
    isAbsentOr(time, PLAIN_TIME) &&
    data_base64 === undefined &&
    TEXTS.every((name) => isAbsentOr(more[name], PLAIN)) &&
    jsonProblem(envelope) === undefined
  )
}

function isAbsentOr(value: unknown, pattern: RegExp): boolean {
  return value === undefined || (typeof value === 'string' && pattern.test(value))
}

function isText(value: unknown): boolean {
  return value !== undefined && isAbsentOr(value, PLAIN)
}
