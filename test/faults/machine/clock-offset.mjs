// Preloaded: the wall clock of this process is wrong by what stands in the file that ITERON_CLOCK_OFFSET names, milliseconds.
import { readFileSync } from 'node:fs'

const RealDate = Date
const real = Date.now
const file = process.env['ITERON_CLOCK_OFFSET']

function now() {
  try {
    return real() + Number(readFileSync(file, 'utf8'))
  } catch {
    return real()
  }
}

globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [now()] : args))
  }
  static now() {
    return now()
  }
}
