import { expect } from '@jest/globals'
import { credentials } from '@grpc/grpc-js'
import { Connection, type CallSettings } from '../../../proto/client.ts'
import { checkValue } from '../../../core/model/check-value.ts'
import { moduleSpecSchema } from '../../../core/model/module-spec.ts'
import { RemoteError } from '../../../proto/status.ts'
import type { Client } from '../../e2e/client.ts'
import { fault, inForm } from '../fault.ts'
import { ANSWER_MS, fuzz } from './fuzz.ts'
import { allMethods, callInputs, type CallInput } from './method-calls.ts'
import { attacked } from './target.ts'

const COUNT = inForm({ short: 600, long: 8000, soak: 20_000 })

/** A client stays this long with a stream that follows something. */
const STAY_MS = 50

/** What no client can cause by what it sends. */
const NEVER = new Set(['INTERNAL', 'UNKNOWN', 'UNAVAILABLE'])

/** The connection's calls without their types, which the inputs have from the descriptors. */
interface AnyConnection {
  unary(service: string, method: string, request: object, settings: CallSettings): Promise<object>
  stream(service: string, method: string, request: object, settings: CallSettings): AsyncIterable<object>
  upload(
    service: string,
    method: string,
    requests: AsyncIterable<object>,
    settings: CallSettings,
  ): Promise<object>
}

async function call(connection: AnyConnection, { method, requests, leavesAfter }: CallInput): Promise<void> {
  const { service, name, definition } = method
  const [first = {}] = requests
  if (definition.requestStream) {
    const leave = new AbortController()
    const settings = { timeoutMs: ANSWER_MS, signal: leave.signal }
    await connection.upload(service, name, sending(requests, leavesAfter, leave), settings)
  } else if (definition.responseStream) {
    let left = leavesAfter ?? Infinity
    const stream = connection.stream(service, name, first, { timeoutMs: STAY_MS })
    for await (const _answer of stream) if ((left -= 1) < 0) return
  } else {
    await connection.unary(service, name, first, { timeoutMs: ANSWER_MS })
  }
}

async function* sending(
  requests: readonly object[],
  leavesAfter: number | undefined,
  leave: AbortController,
) {
  for (const [n, request] of requests.entries()) {
    if (n === leavesAfter) leave.abort()
    yield await Promise.resolve(request)
  }
}

/** A refusal says what and why; only a client that went has none. */
function checkRefusal({ method, leavesAfter }: CallInput, error: unknown): void {
  if (!(error instanceof RemoteError) || NEVER.has(error.code)) throw error
  // an upload whose bytes aren't those of the digest that was announced
  if (error.code === 'DATA_LOSS' && method.name !== 'UploadArtifact') throw error
  const wentItself = method.definition.responseStream || leavesAfter !== undefined
  if (error.code === 'DEADLINE_EXCEEDED' || error.code === 'CANCELLED') {
    if (!wentItself) throw error
  } else if (error.message === '') throw error
}

/** Whatever was registered has a specification that could be registered again, and the versions that it says. */
async function modulesAreWhole(client: Client): Promise<void> {
  const seen = new Set<string>()
  for (let pageToken = ''; ;) {
    const page = await client.call('modules', 'ListModules', { pageSize: 100, pageToken })
    for (const listed of page.modules) {
      const module = await client.call('modules', 'GetModule', { module: listed.id })
      const checked = checkValue(moduleSpecSchema, JSON.parse(module.specJson))
      expect([module.id, checked.error?.issues]).toEqual([listed.id, undefined])
      expect(checked.data).toEqual(JSON.parse(module.specJson))
      const { versions } = await client.call('modules', 'ListModuleVersions', {
        module: module.id,
        pageSize: 1,
      })
      expect([versions[0]?.version, versions[0]?.specJson]).toEqual([module.version, module.specJson])
      expect(seen).not.toContain(module.name)
      seen.add(module.name)
    }
    if ((pageToken = page.nextPageToken) === '') return
  }
}

/** Page tokens as the lists give them. */
async function cursors({ connection }: Client): Promise<string[]> {
  const page = { pageSize: 1 }
  const settings = { timeoutMs: ANSWER_MS }
  const answers = await Promise.all([
    connection.unary('events', 'ListEvents', page, settings),
    connection.unary('jobs', 'ListJobs', page, settings),
    connection.unary('artifacts', 'ListArtifacts', page, settings),
    connection.unary('modules', 'ListModules', page, settings),
    connection.unary('traces', 'ListTraces', page, settings),
  ])
  return answers.map(({ nextPageToken }) => nextPageToken).filter((token) => token !== '')
}

fault(
  {
    fault:
      'hostile gRPC calls: every method, with messages made from its descriptor, mutated page tokens, clients that leave',
    holds: 'each is answered, and never as a fault of the server',
    limitMs: inForm({ short: 60_000, long: 180_000, soak: 1_200_000 }),
  },
  async () => {
    await attacked(async ({ installation, known }) => {
      const more = await installation.client.shell('second', 'true', { subscribes: ['second'] })
      await installation.client.run({ type: 'second' })
      await installation.client.run({ type: 'second' })
      const tokens = await cursors(installation.client)
      expect(tokens.length).toBeGreaterThan(2)
      const connection = new Connection(installation.grpc, credentials.createInsecure())
      const called = new Set<string>()
      try {
        const inputs = callInputs({ known: [...known, more.id], cursors: tokens })
        await fuzz('hostile gRPC calls', inputs, { count: COUNT, together: 16 }, async (input) => {
          called.add(input.method.definition.path)
          await call(connection as unknown as AnyConnection, input).catch((error: unknown) =>
            checkRefusal(input, error),
          )
        })
      } finally {
        connection.close()
      }
      await modulesAreWhole(installation.client)
      expect(called.size).toBeGreaterThan(allMethods().length - 4)
    })
  },
)
