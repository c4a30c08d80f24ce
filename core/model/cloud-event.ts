import { z } from 'zod'
import type { Json } from '../ports/document-store.ts'
import { jsonProblem } from './json-value.ts'

/**
 * A CloudEvents 1.0 envelope in its JSON form (https://github.com/cloudevents/spec, v1.0.2), with the extensions that
 * Iteron
 * reads. Other extensions travel along.
 */
export interface CloudEvent {
  readonly specversion: '1.0'
  readonly id: string
  readonly source: string
  readonly type: string
  readonly time?: string
  readonly subject?: string
  readonly datacontenttype?: string
  readonly dataschema?: string
  readonly data?: Json
  readonly data_base64?: string
  /** The trace that the event belongs to: for display and search, may come from outside. */
  readonly correlationid?: string
  /** CloudEvents id of the event whose job raised this one. */
  readonly causationid?: string
  readonly jobid?: string
  readonly traceparent?: string
  readonly [extension: string]: Json | undefined
}

/** Half a surrogate pair has no form in UTF-8: two ids could become one. */
const shown = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => value.isWellFormed(), 'must not contain half a surrogate pair')
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not contain control characters')
const text = (max: number) => shown(max).min(1)
/** JSON as it was parsed; the whole envelope is looked at, below. */
const json = z.custom<Json>((value) => value !== undefined)

/** What an envelope from outside must be. */
export const cloudEventSchema = z
  .looseObject({
    specversion: z.literal('1.0'),
    id: text(256),
    source: text(1024),
    type: text(256),
    time: z.iso.datetime({ offset: true }).optional(),
    subject: shown(1024).optional(),
    datacontenttype: shown(256).optional(),
    dataschema: shown(1024).optional(),
    data: json.optional(),
    data_base64: z.base64().optional(),
    correlationid: text(256).optional(),
    causationid: text(256).optional(),
    jobid: text(256).optional(),
    traceparent: text(256).optional(),
  })
  .refine((event) => event.data === undefined || event.data_base64 === undefined, {
    message: 'has both data and data_base64',
  })
  .superRefine((event, context) => {
    const problem = jsonProblem(event)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
  })
