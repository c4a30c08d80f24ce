import { expect } from '@jest/globals'
import { ERROR_CODES } from '../../../core/errors.ts'
import { fault, inForm } from '../fault.ts'
import { fuzz, inTime } from './fuzz.ts'
import { HttpClient, httpInputs, type HttpAnswer, type HttpInput } from './http-requests.ts'
import { attacked, type Target } from './target.ts'

/** Accepted events that are looked up afterwards. */
const LOOKED_UP = 50

const COUNT = inForm({ short: 600, long: 8000, soak: 50_000 })

/** An answer of the right class, in the form in which it can be read. */
function checkAnswer({ method }: HttpInput, { status, text }: HttpAnswer): void {
  const wrong = `answered with ${String(status)}: ${text.slice(0, 500)}`
  if (status < 200 || status >= 500) throw new Error(wrong)
  const isBare = method === 'HEAD' || status === EXPECTATION_FAILED
  if (status >= 400 && !isBare && !isRefusal(text)) throw new Error(wrong)
}

/** Answered by node before anyone is asked, without a body. */
const EXPECTATION_FAILED = 417

const CODES: ReadonlySet<unknown> = new Set(
  ERROR_CODES.filter((code) => code !== 'INTERNAL' && code !== 'UNKNOWN'),
)

function isRefusal(text: string): boolean {
  const { error, message } = JSON.parse(text) as { error?: unknown; message?: unknown }
  return CODES.has(error) && typeof message === 'string' && message !== ''
}

/** Ids that were answered with 202: nothing of them may be lost. */
function acceptedIds({ status, text }: HttpAnswer): string[] {
  return status === 202 ? (JSON.parse(text) as { ids: string[] }).ids : []
}

async function becameSomething({ installation }: Target, ids: ReadonlySet<string>): Promise<void> {
  for (const id of [...ids].filter((one) => /^[0-9a-f-]{36}$/.test(one)).slice(-LOOKED_UP)) {
    const { verdict } = await installation.client.outcome(id)
    expect(verdict).not.toBe('')
  }
}

fault(
  {
    fault: 'hostile requests to the front API: events of all modes, headers, JSON, paths, methods',
    holds: 'each is answered below 500 with a code and a message; what was accepted is recorded',
    limitMs: inForm({ short: 60_000, long: 180_000, soak: 1_200_000 }),
  },
  async () => {
    await attacked(async (target) => {
      const client = new HttpClient(target.installation.http)
      const ids = new Set<string>()
      try {
        await fuzz('hostile HTTP requests', httpInputs, { count: COUNT, together: 16 }, async (input) => {
          const answer = await inTime(`${input.method} ${input.path}`, client.send(input))
          checkAnswer(input, answer)
          for (const id of acceptedIds(answer)) ids.add(id)
        })
      } finally {
        client.close()
      }
      expect(ids.size).toBeGreaterThan(COUNT / 50)
      await becameSomething(target, ids)
    })
  },
)
