import { credentials } from '@grpc/grpc-js'
import fc from 'fast-check'
import { Connection, type CallSettings } from '../../../proto/client.ts'
import { RemoteError } from '../../../proto/status.ts'
import type { Random } from '../../protocol-model/random.ts'
import { inTime } from '../input/fuzz.ts'
import { HttpClient, httpInputs } from '../input/http-requests.ts'
import { callInputs, type CallInput } from '../input/method-calls.ts'
import { writeTo, type Written } from '../input/tcp.ts'
import { someOf } from './leaving.ts'
import type { Ledger } from './ledger.ts'
import type { ServerLink } from './server-link.ts'

const AT_ONCE = 10
const STAY_MS = 50
const ANSWER_MS = 15_000
/** What no client can cause by what it sends. */
const NEVER = new Set(['INTERNAL', 'UNKNOWN', 'UNAVAILABLE'])
/** Calls that change nothing: what a stranger may do with the others, everybody may, and the counts would tell it. */
const READING = /^(?:Get|List|Peek|Query|Wait|Watch|Explain|Download)/

const written: fc.Arbitrary<Written> = fc.record({
  pieces: fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 3 }),
  leaves: fc.constantFrom<Written['leaves']>('ends', 'resets'),
  staysMs: fc.constant(STAY_MS),
})

interface AnyConnection {
  unary(service: string, method: string, request: object, settings: CallSettings): Promise<object>
  stream(service: string, method: string, request: object, settings: CallSettings): AsyncIterable<object>
}

/** Those that send what nobody should. What they do while the server is disturbed isn't judged. */
export class Strangers {
  readonly #link: ServerLink
  readonly #ledger: Ledger
  readonly #random: Random
  readonly #calls: fc.Arbitrary<CallInput>

  /** `known`: ids and names that exist, to point at. */
  constructor(link: ServerLink, ledger: Ledger, random: Random, known: readonly string[]) {
    this.#link = link
    this.#ledger = ledger
    this.#random = random
    const token = Buffer.from(JSON.stringify(['createdAt', true, 1, 'x'])).toString('base64url')
    this.#calls = callInputs({ known, cursors: [token] }).filter(({ method }) => READING.test(method.name))
  }

  /** Hostile requests to the front API. */
  async requests(): Promise<void> {
    await this.#link.unlessDisturbed(async () => {
      const client = new HttpClient(this.#link.installation.http)
      try {
        for (const input of this.#some(httpInputs)) {
          const { status, text } = await inTime(input.path, client.send(input))
          if (status < 200 || status >= 500) throw new Error(`answered with ${status}: ${text.slice(0, 500)}`)
          if (status === 202)
            for (const id of (JSON.parse(text) as { ids: string[] }).ids) this.#ledger.strangers.add(id)
        }
      } finally {
        client.close()
      }
    })
  }

  /** Hostile calls of what can be read. */
  async calls(): Promise<void> {
    await this.#link.unlessDisturbed(async () => {
      const connection = new Connection(this.#link.installation.grpc, credentials.createInsecure())
      try {
        const inputs = this.#some(this.#calls)
        await Promise.all(inputs.map((input) => called(connection as unknown as AnyConnection, input)))
      } finally {
        connection.close()
      }
    })
  }

  /** Random bytes on both ports. */
  async bytes(): Promise<void> {
    await this.#link.unlessDisturbed(async () => {
      const { grpc, http } = this.#link.installation
      for (const input of this.#some(written)) await Promise.all([writeTo(grpc, input), writeTo(http, input)])
    })
  }

  #some<T>(arbitrary: fc.Arbitrary<T>): T[] {
    return fc.sample(arbitrary, { numRuns: AT_ONCE, seed: this.#random.below(2 ** 31) })
  }
}

async function called(connection: AnyConnection, { method, requests }: CallInput): Promise<void> {
  const { service, name, definition } = method
  const [request = {}] = requests
  try {
    if (definition.responseStream)
      await someOf(connection.stream(service, name, request, { timeoutMs: STAY_MS }), AT_ONCE)
    else await connection.unary(service, name, request, { timeoutMs: ANSWER_MS })
  } catch (error) {
    if (!(error instanceof RemoteError) || NEVER.has(error.code) || error.message === '') throw error
  }
}
