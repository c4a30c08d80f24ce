import type { MethodDefinition } from '@grpc/proto-loader'
import fc from 'fast-check'
import { SERVICES, type ServiceName } from '../../../proto/loader.ts'
import { loadProto, servicesByLibrary } from './library-protos.ts'
import { MessageInputs } from './message-inputs.ts'

export type AnyMethod = MethodDefinition<object, object>

/** One method of the API, as it is defined. */
export interface Method {
  readonly service: ServiceName
  readonly name: string
  readonly definition: AnyMethod
}

/** Every method that the .proto files define. */
export function allMethods(): Method[] {
  return (Object.keys(SERVICES) as ServiceName[]).flatMap((service) =>
    Object.entries(servicesByLibrary(service)).map(([name, definition]) => ({ service, name, definition })),
  )
}

/** A call of a method with one request, or several where it takes a stream. */
export interface CallInput {
  readonly method: Method
  readonly requests: readonly object[]
  /** The client leaves after so many answers of a stream, or after its requests; undefined: it doesn't. */
  readonly leavesAfter: number | undefined
}

/** Streams that last until their client ends them, or what they follow does. */
/** Reflection waits for the rest of a message that its client never ends, as long as the connection lasts: the library does. */
const FOLLOWING = new Set([
  ...['WatchJobs', 'GetJobLogs', 'WaitEvent', 'TakeSnapshot'],
  'ServerReflectionInfo',
])

/** Whether a call of the path would stay for ever. */
export function follows(path: string): boolean {
  return FOLLOWING.has(path.slice(path.lastIndexOf('/') + 1))
}

/** What goes through everything that is stored, and so is asked less often. */
const WHOLE_STORE = new Set(['ReindexArtifacts', 'RunDoctor', 'VerifyArtifacts'])

export interface Pointers {
  readonly known: readonly string[]
  readonly cursors: readonly string[]
}

/** Calls of all methods, with messages that are made from their descriptors. */
export function callInputs({ known, cursors }: Pointers): fc.Arbitrary<CallInput> {
  return fc.oneof(
    ...allMethods().map((method) => {
      const messages = new MessageInputs(loadProto(SERVICES[method.service].file), known, cursors)
      const request = messages.of(descriptorOf(method.definition))
      const many = method.definition.requestStream
      const leaves = method.definition.responseStream || many
      return {
        weight: WHOLE_STORE.has(method.name) ? 1 : 40,
        arbitrary: fc.record({
          method: fc.constant(method).map(named),
          requests: many ? fc.array(request, { maxLength: 8 }) : fc.tuple(request),
          leavesAfter: leaves ? fc.option(fc.nat({ max: 3 }), { nil: undefined }) : fc.constant(undefined),
        }),
      }
    }),
  )
}

type Descriptor = Parameters<MessageInputs['of']>[0]

export function descriptorOf({ requestType }: AnyMethod): Descriptor {
  return requestType.type as unknown as Descriptor
}

/** A counterexample shows the method's path instead of its definition. */
function named(method: Method): Method {
  return Object.assign(Object.create({ [fc.toStringMethod]: () => method.definition.path }) as object, method)
}
