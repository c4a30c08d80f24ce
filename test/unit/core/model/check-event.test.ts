import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { checkEvent } from '../../../../core/model/check-event.ts'
import { checkValue } from '../../../../core/model/check-value.ts'
import { cloudEventSchema } from '../../../../core/model/cloud-event.ts'

const text = fc.oneof(
  fc.constantFrom(
    'a',
    'photo.added',
    '',
    'x'.repeat(256),
    'x'.repeat(257),
    '\u0000',
    '\ud800',
    'é',
    '\u007f',
  ),
  fc.string({ maxLength: 5 }),
  fc.constantFrom<unknown>(1, null, [], {}, undefined),
)
const time = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom(
    '2026-02-30T00:00:00Z',
    '2026-01-31T23:59:59.123456+01:00',
    '2026-13-01T00:00:00Z',
    'soon',
    5,
  ),
  fc.constantFrom(
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:00',
    '2026-01-01T00:00:60Z',
    '2026-01-01t00:00:00z',
  ),
)
const data = fc.oneof(
  fc.json().map((one) => JSON.parse(one) as unknown),
  fc.constantFrom(NaN, 1e999, null, undefined),
)
const envelopes = fc.record(
  {
    specversion: fc.constantFrom('1.0', '1.0', '1.0', '0.3'),
    id: text,
    source: text,
    type: text,
    time,
    subject: text,
    datacontenttype: text,
    dataschema: text,
    correlationid: text,
    causationid: text,
    jobid: text,
    traceparent: text,
    data,
    data_base64: fc.constantFrom('YQ==', '?', ''),
    more: data,
  },
  { requiredKeys: ['specversion', 'id', 'source', 'type'] },
)

test('what needs no schema is what the schema takes, as it takes it', () => {
  const good = fc.record({
    specversion: fc.constant('1.0'),
    id: fc.constant('i'),
    source: fc.constant('s'),
    type: fc.constant('t'),
  })
  const likely = fc
    .tuple(envelopes, good, fc.boolean())
    .map(([any, right, isGood]) => (isGood ? { ...any, ...right } : any))
  const property = fc.property(likely, (envelope) => {
    const [quick, slow] = [checkEvent(envelope), checkValue(cloudEventSchema, envelope)]
    expect(quick.success).toBe(slow.success)
    if (slow.success) expect(quick.data).toEqual(slow.data)
  })
  fc.assert(property, { numRuns: 2000 })
})

test.each([[null], [undefined], ['text'], [[]], [5]])('%p is no event', (value) => {
  expect(checkEvent(value).success).toBe(false)
})
