import type { PackageDefinition } from '@grpc/proto-loader'
import fc from 'fast-check'
import { hostileJson, hostileMembers, hostileText, jsonText, Members } from './hostile-values.ts'
import { mutated } from './mutations.ts'

/** What is read of a field's descriptor. */
interface FieldDescriptor {
  readonly name: string
  readonly label: string
  readonly type: string
  readonly typeName: string
}

interface MessageDescriptor {
  readonly name: string
  readonly field: readonly FieldDescriptor[]
  readonly nestedType: readonly MessageDescriptor[]
}

type Message = Record<string, unknown>

/** Makes messages of any type from its descriptor, with what is worth pointing at. */
export class MessageInputs {
  readonly #definition: PackageDefinition
  readonly #text: fc.Arbitrary<string>
  readonly #cursor: fc.Arbitrary<string>

  /** `known`: what exists in the server; `cursors`: page tokens that it gave. */
  constructor(definition: PackageDefinition, known: readonly string[], cursors: readonly string[]) {
    this.#definition = definition
    const real = fc.constantFrom(...known)
    const beginning = fc.tuple(real, fc.integer({ min: 0, max: 31 })).map(([text, n]) => text.slice(0, n))
    this.#text = fc.oneof(
      { weight: 4, arbitrary: real },
      { weight: 1, arbitrary: beginning },
      { weight: 4, arbitrary: hostileText },
    )
    this.#cursor = cursorsLike(cursors)
  }

  /** Messages of a type: each field left out, or of its type with any value. */
  of({ name, field, nestedType }: MessageDescriptor, depth = 0): fc.Arbitrary<Message> {
    const fields = field.map((one) => [one.name, this.#field(name, one, nestedType, depth)] as const)
    return fc.record(Object.fromEntries(fields), { requiredKeys: [] })
  }

  #field(
    message: string,
    { name, label, type, typeName }: FieldDescriptor,
    nested: readonly MessageDescriptor[],
    depth: number,
  ): fc.Arbitrary<unknown> {
    const repeated = label === 'LABEL_REPEATED'
    if (type !== 'TYPE_MESSAGE') {
      const value = this.#scalar(message, name, type)
      return repeated ? fc.array(value, { maxLength: 4 }) : value
    }
    const entry = nested.find((one) => one.name === typeName)
    if (entry !== undefined) return fc.dictionary(this.#text, this.#text, { maxKeys: 3 })
    const inner = depth < 3 ? this.of(this.#named(typeName), depth + 1) : fc.constant({})
    return repeated ? fc.array(inner, { maxLength: 3 }) : inner
  }

  #named(typeName: string): MessageDescriptor {
    const key = Object.keys(this.#definition).find((one) => one === typeName || one.endsWith(`.${typeName}`))
    return (this.#definition[key ?? ''] as unknown as { type: MessageDescriptor }).type
  }

  #scalar(message: string, name: string, type: string): fc.Arbitrary<unknown> {
    if (type === 'TYPE_STRING') return this.#textFor(message, name)
    if (type === 'TYPE_BYTES') return fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes))
    if (type === 'TYPE_BOOL') return fc.boolean()
    return type === 'TYPE_INT64' ? int64 : int32
  }

  #textFor(message: string, name: string): fc.Arbitrary<string> {
    if (name === 'pageToken') return this.#cursor
    if (name === 'direction') return fc.oneof(fc.constantFrom('up', 'down'), hostileText)
    if (name === 'specJson') return specs
    if (name === 'policyJson') return policies
    // It is a command line: hostile ones would be run as such.
    if (message === 'ModuleCreateRequest' && name === 'moduleimage')
      return fc.constantFrom('', 'true', 'exit 3')
    return name.endsWith('Json') ? jsonTexts : this.#text
  }
}

const int32 = fc.oneof(
  fc.constantFrom(0, 1, -1, 2, 1000, 1001, 2 ** 31 - 1, -(2 ** 31)),
  fc.integer({ min: 0, max: 50 }),
)
const int64 = fc.oneof(
  fc.constantFrom(0, 1, -1, 1e12, 2 ** 53, -(2 ** 53), 2 ** 63 - 1024, -(2 ** 63)),
  fc.integer({ min: 0, max: 50 }),
)

const jsonTexts = fc.oneof(
  { weight: 3, arbitrary: hostileMembers.map((members) => jsonText(new Members(members))) },
  { weight: 2, arbitrary: hostileJson.map(jsonText) },
  { weight: 1, arbitrary: hostileText },
)

/** Keys of module.yaml, each with a good value. */
const SPEC: Readonly<Record<string, unknown>> = {
  name: 'fuzzed',
  subscribes: ['nobody.raises.it'],
  publishes: ['nobody.takes.it'],
  executor: 'local',
  environment: { KEY: 'value' },
  passEnvironment: ['PATH'],
  secrets: { SECRET: { env: 'PATH' } },
  resources: { cpus: 1, memory: '1G', gpus: 0 },
  concurrency: 1,
  timeout: '5m',
  retry: { count: 1, backoff: { initial: '1s', factor: 2, max: '5m' } },
  join: { root: 'nobody.roots.it', collect: ['nobody.takes.it'], requires: 'all' },
  labels: { label: 'value' },
}
const specEntry = fc
  .constantFrom(...Object.entries(SPEC))
  .chain(([key, good]) =>
    fc
      .oneof(fc.constant(good), hostileJson, hostileMembers.map(membersOf))
      .map((value) => [key, value] as const),
  )

function membersOf(members: readonly (readonly [string, unknown])[]): unknown {
  return new Members(members)
}

/** Specifications; what is run is never hostile, since it would be run as it is. */
export const specs: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.array(specEntry, { maxLength: 6 }), hostileMembers)
      .map(([entries, more]) =>
        jsonText(
          new Members([
            ['name', 'fuzzed'],
            ['command', ['true']],
            ...entries,
            ...more.filter(([key]) => key !== 'command'),
          ]),
        ),
      ),
  },
  { weight: 1, arbitrary: jsonTexts },
)

const limit = fc.constantFrom(
  { maxAge: '0s' },
  { maxAge: '1000d' },
  { maxCount: 0 },
  { maxCount: 3 },
  { maxBytes: '0' },
  {},
)
const rule = fc
  .tuple(fc.constantFrom('events', 'jobs', 'logs', 'artifacts'), limit, hostileMembers)
  .map(([what, limits, more]) => new Members([['what', what], ...Object.entries(limits), ...more]))

/** Retention policies, some of which let nothing be kept. */
const policies: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.array(rule, { maxLength: 3 }).map((rules) => jsonText(new Members([['rules', rules]]))),
  },
  { weight: 1, arbitrary: jsonTexts },
)

const SORT_FIELDS = [
  'storedAt',
  'createdAt',
  'updatedAt',
  'failedAt',
  'id',
  'at',
  'name',
  'version',
  'number',
]

/** Page tokens: real ones with edits, and ones of the right form with any content. */
function cursorsLike(real: readonly string[]): fc.Arbitrary<string> {
  const inside = real.map((token) => Buffer.from(token, 'base64url'))
  const position = fc.tuple(fc.constantFrom(...SORT_FIELDS), fc.boolean(), hostileJson, hostileText)
  const own = fc.record(
    {
      of: fc.constantFrom('events', 'jobs', 'messages'),
      after: fc.oneof(hostileText, fc.constantFrom(...real)),
      skip: hostileJson,
      offset: hostileJson,
    },
    { requiredKeys: [] },
  )
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant('') },
    {
      weight: 2,
      arbitrary: mutated(fc.constantFrom(...inside), 2).map((bytes) => bytes.toString('base64url')),
    },
    { weight: 2, arbitrary: position.map((parts) => Buffer.from(jsonText(parts)).toString('base64url')) },
    {
      weight: 2,
      arbitrary: own.map((one) =>
        Buffer.from(jsonText(new Members(Object.entries(one)))).toString('base64url'),
      ),
    },
    { weight: 1, arbitrary: hostileText },
  )
}
