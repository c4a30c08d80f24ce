import fc from 'fast-check'
import { randomFor } from '../fault.ts'

/** Longest time from the last byte of an input to its answer or to the end of its connection. */
export const ANSWER_MS = 15_000

export interface Volume {
  /** Inputs in all, at least. */
  readonly count: number
  /** Most inputs that are under way at once. */
  readonly together: number
}

/**
 * Sends so many generated inputs, several at once. The first that is answered in a wrong way fails the test, shrunk, with
 * the seed.
 */
export async function fuzz<T>(
  name: string,
  input: fc.Arbitrary<T>,
  { count, together }: Volume,
  send: (input: T) => Promise<void>,
): Promise<void> {
  const random = randomFor(name)
  const started = performance.now()
  let done = 0
  let hung = false
  const batches = fc.array(input, { minLength: 1, maxLength: together, size: 'max' })
  const property = fc.asyncProperty(batches, async (batch) => {
    if (hung) return // an input without an answer isn't shrunk: each try would take as long again
    await Promise.all(batch.map((one) => sentOrNamed(one, send))).catch((error: unknown) => {
      hung = error instanceof Error && error.cause instanceof NoAnswer
      throw error
    })
    done += batch.length
  })
  while (done < count) {
    const numRuns = Math.ceil((count - done) / together)
    await fc.assert(property, { seed: random.below(2 ** 31), numRuns, endOnFailure: done > LATE })
  }
  told(name, done, started)
}

/** The same for what is called and not sent: nothing is awaited between the inputs. */
export function fuzzCalls<T>(
  name: string,
  input: fc.Arbitrary<T>,
  count: number,
  check: (input: T) => void,
): void {
  const started = performance.now()
  const seed = randomFor(name).below(2 ** 31)
  const property = fc.property(input, (one) => {
    check(one)
  })
  fc.assert(property, { seed, numRuns: count })
  told(name, count, started)
}

/** Inputs after which a failure isn't shrunk any more: by then it may rest on what came before it. */
const LATE = 200_000

function told(name: string, done: number, started: number): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  process.stdout.write(`${name}: ${String(done)} inputs in ${seconds} s\n`)
}

async function sentOrNamed<T>(input: T, send: (input: T) => Promise<void>): Promise<void> {
  try {
    await send(input)
  } catch (error) {
    const text = fc.stringify(input).slice(0, 4000)
    throw new Error(`${error instanceof Error ? error.message : String(error)}\ninput: ${text}`, {
      cause: error,
    })
  }
}

/** Nothing came in time: neither an answer nor the end of the connection. */
class NoAnswer extends Error {}

/** Rejects when nothing came in time. */
export async function inTime<T>(what: string, promise: Promise<T>, limitMs = ANSWER_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`no answer within ${String(limitMs)} ms: ${what}`)), limitMs)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
