import path from 'node:path'
import type { MethodDefinition } from '@grpc/grpc-js'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { serviceDefinition, SERVICES, type ServiceName } from '../../../proto/loader.ts'
import { readSource, root } from '../../architecture/imports.ts'
import { loadProto, servicesByLibrary } from '../../faults/input/library-protos.ts'
import { descriptorOf } from '../../faults/input/method-calls.ts'
import { MessageInputs } from '../../faults/input/message-inputs.ts'

const RUNS = 20
const cursor = Buffer.from('["jobs","after"]').toString('base64url')

test('what was parsed beforehand is what the .proto files say; else: npm run proto', async () => {
  const script = path.join(root, 'scripts/proto-descriptor.mjs')
  const { descriptorSource } = (await import(script)) as { descriptorSource: () => string }
  expect(readSource('proto/generated/descriptor.ts')).toBe(descriptorSource())
})

test.each(Object.keys(SERVICES) as ServiceName[])(
  'methods of %s are, and code messages, as the library makes them of the .proto file',
  (service) => {
    const ours = serviceDefinition(service) as unknown as Record<string, MethodDefinition<object, object>>
    const theirs = servicesByLibrary(service)
    expect(Object.keys(ours)).toEqual(Object.keys(theirs))
    for (const [name, method] of Object.entries(theirs)) {
      const { path: place, requestStream, responseStream, originalName } = method
      expect(ours[name]).toMatchObject({ path: place, requestStream, responseStream, originalName })
      const inputs = new MessageInputs(loadProto(SERVICES[service].file), ['known'], [cursor])
      const coded = (message: object) => {
        const bytes = method.requestSerialize(message)
        expect(ours[name]!.requestSerialize(message)).toEqual(bytes)
        expect(ours[name]!.requestDeserialize(bytes)).toEqual(method.requestDeserialize(bytes))
      }
      fc.assert(fc.property(inputs.of(descriptorOf(method)), coded), { numRuns: RUNS })
      const empty = Buffer.alloc(0)
      expect(ours[name]!.responseDeserialize(empty)).toEqual(method.responseDeserialize(empty))
      expect(ours[name]!.responseSerialize({})).toEqual(method.responseSerialize({}))
    }
  },
)
