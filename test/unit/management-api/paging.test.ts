import { expect, test } from '@jest/globals'
import { z } from 'zod'
import { pageOf, readToken, writeToken } from '../../../management-api/paging.ts'

const schema = z.strictObject({ of: z.enum(['jobs', 'messages']), after: z.string().optional() })

test.each([
  [0, 100],
  [1, 1],
  [1000, 1000],
  [50_000, 1000],
])('a page size of %i is %i', (pageSize, limit) => {
  expect(pageOf({ pageSize, pageToken: '' })).toEqual({ limit })
})

test('a negative page size is refused', () => {
  expect(() => pageOf({ pageSize: -1, pageToken: '' })).toThrow('page_size -1 is negative')
})

test('a token is read back as it was written', () => {
  const position = { of: 'messages' as const, after: 'ü/?' }
  expect(readToken(writeToken(position), schema)).toEqual(position)
})

test.each([
  '',
  'x',
  '%%%',
  writeToken({ of: 'elsewhere' }),
  writeToken({ of: 'jobs', more: 1 }),
  writeToken([]),
])('the token %j is refused', (token) => {
  expect(() => readToken(token, schema)).toThrow('page_token is not one that this list gave')
})
