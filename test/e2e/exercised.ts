import { describe } from '@jest/globals'

/** Whether the tests run in their long form. */
export const LONG = process.env['ITERON_TEST_LONG'] === '1'

/** `describe`, or where there is a reason against it, its skipped form; the reason is printed with the name. */
export function describeUnless(reason: string | undefined, name: string, tests: () => void): void {
  if (reason === undefined) {
    describe(name, tests)
    return
  }
  process.stderr.write(`NOT EXERCISED: ${name}: ${reason}\n`)
  describe.skip(`${name} (not exercised: ${reason})`, tests)
}
