import { commandReference } from './command-reference.ts'
import { configKeys } from './config-keys.ts'
import { errorCodes } from './error-codes.ts'
import { faults } from './faults.ts'
import { blobInvariants, busInvariants, recordInvariants } from './invariants.ts'
import { jobStates } from './job-states.ts'
import { moduleFields } from './module-fields.ts'
import { retentionRules } from './retention-rules.ts'

/** What is generated, by the name in its marker. */
const PARTS: Readonly<Record<string, () => string | Promise<string>>> = {
  commands: commandReference,
  'configuration keys': configKeys,
  'error codes': errorCodes,
  faults,
  'invariants of blobs': blobInvariants,
  'invariants of the bus': busInvariants,
  'invariants of records': recordInvariants,
  'job states': jobStates,
  'module fields': moduleFields,
  'retention rules': retentionRules,
}

const PART = /(<!-- generated: ([a-z ]+) -->\n)[^]*?(<!-- end of generated -->)/g

/** A page with its generated parts as the code has them now. A marker that names no part is an error. */
export async function withGenerated(page: string): Promise<string> {
  let result = ''
  let from = 0
  for (const { 0: whole, 1: begin = '', 2: name = '', 3: end = '', index } of page.matchAll(PART)) {
    const part = PARTS[name]
    if (part === undefined) throw new Error(`nothing generates the part ${JSON.stringify(name)}`)
    result += `${page.slice(from, index)}${begin}\n${(await part()).trim()}\n\n${end}`
    from = index + whole.length
  }
  return result + page.slice(from)
}

/** The names of the parts that a page has. */
export function partsOf(page: string): string[] {
  return [...page.matchAll(PART)].map((found) => found[2] ?? '')
}

export const PART_NAMES = Object.keys(PARTS)
