import { expect, test } from '@jest/globals'
import { z } from 'zod'
import { checkValue } from '../../../../core/model/check-value.ts'
import { cloudEventSchema } from '../../../../core/model/cloud-event.ts'
import { describeIssues } from '../../../../core/model/issues.ts'
import { moduleSpecSchema } from '../../../../core/model/module-spec.ts'

const INCOMPARABLE: unknown = JSON.parse('{"length":[{"toString":0}]}')

test('a length that can not be compared is a wrong value, and no fault', () => {
  const event = { specversion: '1.0', id: INCOMPARABLE, source: 's', type: 't' }
  const spec = { name: INCOMPARABLE, subscribes: INCOMPARABLE, command: INCOMPARABLE }
  for (const { success, error } of [
    checkValue(cloudEventSchema, event),
    checkValue(moduleSpecSchema, spec),
    checkValue(z.array(z.string()).min(1), INCOMPARABLE),
  ]) {
    expect(success).toBe(false)
    expect(describeIssues(error!)).toMatch(/length/)
  }
})

test('other values are checked as by the schema itself', () => {
  expect(checkValue(z.string().min(1), 'x')).toEqual({ success: true, data: 'x' })
  const { error } = checkValue(z.object({ a: z.string() }), { a: 1 })
  expect(describeIssues(error!)).toBe('a: must be text (in quotes), not a number')
})

test("a schema's own fault is not taken for the value's", () => {
  const broken = z.string().refine(() => {
    throw new RangeError('broken')
  })
  expect(() => checkValue(broken, 'x')).toThrow('broken')
})
