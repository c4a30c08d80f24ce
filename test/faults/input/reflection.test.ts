import path from 'node:path'
import { createRequire } from 'node:module'
import { Client, credentials, status, type ClientDuplexStream } from '@grpc/grpc-js'
import { loadSync, type ServiceDefinition } from '@grpc/proto-loader'
import { expect } from '@jest/globals'
import fc from 'fast-check'
import { fault, inForm } from '../fault.ts'
import { fuzz, inTime } from './fuzz.ts'
import { hostileText } from './hostile-values.ts'
import { RawClient } from './http2-client.ts'
import { attacked } from './target.ts'

const COUNT = inForm({ short: 100, long: 2000, soak: 10_000 })

interface Request {
  readonly host?: string
  readonly fileByFilename?: string
  readonly fileContainingSymbol?: string
  readonly fileContainingExtension?: { readonly containingType: string; readonly extensionNumber: number }
  readonly allExtensionNumbersOfType?: string
  readonly listServices?: string
}

interface Response {
  readonly fileDescriptorResponse?: { readonly fileDescriptorProto: readonly Uint8Array[] }
  readonly errorResponse?: { readonly errorCode: number; readonly errorMessage: string }
}

const KNOWN = [
  'iteron.v1.EventService',
  'iteron.v1.EventService.GetEvent',
  'iteron/v1/events.proto',
  '.',
  '*',
]
const name = fc.oneof(hostileText, fc.constantFrom(...KNOWN))

const requests: fc.Arbitrary<Request> = fc.oneof(
  fc.record({ host: name, fileByFilename: name }),
  fc.record({ fileContainingSymbol: name }),
  fc.record({ fileContainingExtension: fc.record({ containingType: name, extensionNumber: fc.integer() }) }),
  fc.record({ allExtensionNumbersOfType: name }),
  fc.record({ listServices: name }),
  fc.record({ host: name }),
)

/** Names that any object has. */
const INHERITED: readonly Request[] = ['constructor', 'toString', '__proto__'].flatMap((one) => [
  { fileContainingSymbol: one },
  { fileByFilename: one },
  { allExtensionNumbersOfType: one },
])

/** The definition that the server's own library serves. */
function definition(version: 'v1' | 'v1alpha') {
  const library = path.dirname(createRequire(import.meta.url).resolve('@grpc/reflection/package.json'))
  const file = path.join(library, `build/proto/grpc/reflection/${version}/reflection.proto`)
  const service = loadSync(file, { oneofs: true })[`grpc.reflection.${version}.ServerReflection`]
  return (service as ServiceDefinition)['ServerReflectionInfo']!
}

/** Sends them all in one call and gives the answers, when the server has ended it. */
async function asked(
  client: Client,
  version: 'v1' | 'v1alpha',
  all: readonly Request[],
): Promise<Response[]> {
  const { path, requestSerialize, responseDeserialize } = definition(version)
  const call = client.makeBidiStreamRequest(
    path,
    requestSerialize,
    responseDeserialize,
  ) as ClientDuplexStream<Request, Response>
  for (const request of all) call.write(request)
  call.end()
  return await inTime('the end of the call', call.toArray() as Promise<Response[]>)
}

/** What is asked for is there with its bytes, or isn't there. */
function checkAnswer({ fileDescriptorResponse: files, errorResponse: error }: Response): void {
  if (error) expect([status.NOT_FOUND, status.UNIMPLEMENTED]).toContain(error.errorCode)
  for (const file of files?.fileDescriptorProto ?? []) expect(file.length).toBeGreaterThan(0)
}

fault(
  {
    fault: 'streams of reflection requests for hostile names of symbols, files and extensions',
    holds: 'each is answered in its turn, with what there is or that there is nothing of that name',
    limitMs: inForm({ short: 60_000, long: 120_000, soak: 300_000 }),
  },
  async () => {
    await attacked(async ({ installation }) => {
      const client = new Client(installation.grpc, credentials.createInsecure())
      const streams = fc.tuple(fc.constantFrom('v1', 'v1alpha'), fc.array(requests, { maxLength: 8 }))
      try {
        await fuzz('reflection', streams, { count: COUNT, together: 8 }, async ([version, all]) => {
          const answers = await asked(client, version, all)
          expect(answers).toHaveLength(all.length)
          answers.forEach(checkAnswer)
        })
        for (const version of ['v1', 'v1alpha'] as const) {
          const [known] = await asked(client, version, [{ fileContainingSymbol: KNOWN[0]! }])
          expect(known?.fileDescriptorResponse?.fileDescriptorProto).not.toEqual([])
        }
        const answers = await asked(client, 'v1', INHERITED)
        expect(answers.map(({ errorResponse }) => errorResponse?.errorCode)).toEqual(
          INHERITED.map(() => status.NOT_FOUND),
        )
      } finally {
        client.close()
      }
    })
  },
)

/** Two requests for the file `x`, and one that is no message. */
const UNREADABLE_LAST = Buffer.from(
  '00000000030a0178' + '00000000030a0178' + '00000000087fffffff0f0a0178',
  'hex',
)

fault(
  {
    fault: 'a reflection request that can not be read, right behind others on its stream',
    holds: 'the stream ends with the refusal, and does not stay',
  },
  async () => {
    await attacked(async ({ installation }) => {
      const client = new RawClient(installation.grpc)
      const { path } = definition('v1')
      try {
        for (let times = 0; times < 20; times += 1) {
          const call = { path, headers: {}, frames: [UNREADABLE_LAST], resetAfter: undefined }
          expect(await client.call(call)).toMatchObject({ http: 200, grpc: status.INTERNAL })
        }
      } finally {
        client.close()
      }
    })
  },
)
