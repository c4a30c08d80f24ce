import { expect, test } from '@jest/globals'
import { isSubscribable } from '../../../cli/publish.ts'
import { moduleSpecSchema } from '../../../core/model/module-spec.ts'

test.each([
  ['a.b:c/d-e_f', true],
  ['_a', true],
  ['9', true],
  ['a'.repeat(255), true],
  ['a'.repeat(256), false],
  ['bad type', false],
  ['.a', false],
  ['ümlaut', false],
  ['a\n', false],
])('%j: whether a module can subscribe to it is said as the specification has it', (type, can) => {
  const spec = moduleSpecSchema.safeParse({ name: 'm', subscribes: [type], command: ['x'] })
  expect([isSubscribable(type), spec.success]).toEqual([can, can])
})
