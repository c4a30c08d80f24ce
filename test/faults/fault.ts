import { randomInt } from 'node:crypto'
import { test } from '@jest/globals'
import { Random } from '../protocol-model/random.ts'

/** A row of the table in docs/faults.md, which is read from these calls: literals only. */
export interface Fault {
  /** What happens, in a few words. */
  readonly fault: string
  /** What holds all the same. */
  readonly holds: string
  /** The least form in which it is exercised; by default `short`, which is `npm test`. */
  readonly form?: Form
  /** Why it can't be exercised here; the test is skipped and says so. */
  readonly unless?: string | undefined
  /** Milliseconds; by default 60,000. */
  readonly limitMs?: number
}

/** `long` is `ITERON_TEST_LONG=1 npm test`, `soak` is `npm run soak`; each has what comes before it. */
const FORMS = ['short', 'long', 'soak'] as const
type Form = (typeof FORMS)[number]

const LIMIT_MS = 60_000

const form: Form = formOfThisRun()

function formOfThisRun(): Form {
  if (process.env['ITERON_SOAK'] === '1') return 'soak'
  return process.env['ITERON_TEST_LONG'] === '1' ? 'long' : 'short'
}

/** The number for the form in which the tests run. */
export function inForm<T>(numbers: Readonly<Record<Form, T>>): T {
  return numbers[form]
}

/** Registers the test of a fault. */
export function fault(
  { fault, holds, form: least = 'short', unless, limitMs }: Fault,
  run: () => Promise<void>,
): void {
  const name = `${fault}: ${holds}`
  const notHere = FORMS.indexOf(form) < FORMS.indexOf(least)
  if (unless !== undefined) process.stderr.write(`NOT EXERCISED: ${fault}: ${unless}\n`)
  if (notHere || unless !== undefined)
    test.skip(`${name} (not exercised: ${unless ?? `only in the ${least} form`})`, run)
  else test(name, run, limitMs ?? LIMIT_MS)
}

/**
 * Random choices of one test: from `ITERON_FAULT_SEED`, so that a run can be repeated, or else new ones. The seed is
 * printed.
 */
export function randomFor(test: string): Random {
  const given = process.env['ITERON_FAULT_SEED']
  const seed = given === undefined ? randomInt(2 ** 31) : Number(given)
  process.stdout.write(`${test}: repeat with ITERON_FAULT_SEED=${String(seed)}\n`)
  return new Random(seed)
}
