import { expect, test } from '@jest/globals'
import { cloudEventSchema } from '../../../../core/model/cloud-event.ts'
import { jsonProblem, MAX_JSON_DEPTH } from '../../../../core/model/json-value.ts'

function lists(depth: number): unknown {
  return JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)
}

test('JSON of any kind is taken', () => {
  expect(jsonProblem(JSON.parse('{"a":[1,"x",null,true,{"__proto__":{"b":[]}}]}'))).toBeUndefined()
  expect(jsonProblem(lists(MAX_JSON_DEPTH))).toBeUndefined()
})

test.each([MAX_JSON_DEPTH + 1, 3000, 200_000])('what is nested %d deep is refused', (depth) => {
  expect(jsonProblem(lists(depth))).toBe('is nested too deeply: 200 levels at most')
})

test('a number that JSON can say and nobody can hold is refused, at any depth', () => {
  expect(jsonProblem(JSON.parse('{"a":[[-1e999]]}'))).toBe('holds a number that is too large')
})

const envelope = { specversion: '1.0', id: '1', source: 'me', type: 'x' }

test('an envelope with data that is nested too deeply is refused, and so is an extension', () => {
  for (const more of [{ data: lists(100_000) }, { extension: lists(100_000) }]) {
    const { error } = cloudEventSchema.safeParse({ ...envelope, ...more })
    expect(error?.issues.map((issue) => issue.message)).toEqual(['is nested too deeply: 200 levels at most'])
  }
})

test('data keeps every key, whatever it is called', () => {
  const data: unknown = JSON.parse('{"__proto__":1,"constructor":{"__proto__":2}}')
  expect(JSON.stringify(cloudEventSchema.parse({ ...envelope, data }).data)).toBe(JSON.stringify(data))
})

test.each(['id', 'source', 'type', 'subject', 'correlationid', 'causationid', 'jobid', 'dataschema'])(
  '%s with half a surrogate pair or a control character is refused',
  (field) => {
    for (const text of ['a\ud800', 'a\0'])
      expect(cloudEventSchema.safeParse({ ...envelope, [field]: text }).success).toBe(false)
    expect(cloudEventSchema.safeParse({ ...envelope, [field]: '😀' }).success).toBe(true)
  },
)
