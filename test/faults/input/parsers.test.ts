import fc from 'fast-check'
import { isIteronError } from '../../../core/errors.ts'
import { cloudEventSchema } from '../../../core/model/cloud-event.ts'
import { decodeCursor } from '../../../core/model/cursor.ts'
import { describeIssues } from '../../../core/model/issues.ts'
import { moduleSpecSchema } from '../../../core/model/module-spec.ts'
import { checkPath } from '../../../core/model/paths.ts'
import { AttemptFailure } from '../../../core/model/attempt-failure.ts'
import { parseEvents } from '../../../front-api/parse-events.ts'
import { parseEvent } from '../../../handler/committer/event-file.ts'
import { fault, inForm } from '../fault.ts'
import { fuzzCalls } from './fuzz.ts'
import { hostileJson, hostileMembers, hostileText, jsonText, Members } from './hostile-values.ts'
import { specs } from './message-inputs.ts'
import { maybeMutated } from './mutations.ts'

const COUNT = inForm({ short: 300, long: 4000, soak: 200_000 })
const SPECS = inForm({ short: 300, long: 4000, soak: 50_000 })

/** Only a refusal that was meant may be thrown. */
function refuses(parse: () => unknown): void {
  try {
    parse()
  } catch (error) {
    if (!isIteronError(error) && !(error instanceof AttemptFailure)) throw error
  }
}

const raised = fc
  .tuple(fc.constantFrom('type', 'eventType', 'files', 'data'), hostileJson, hostileMembers)
  .map(([key, value, more]) => new Members([['type', 'x'], [key, value], ...more]))

const texts = maybeMutated(fc.oneof(hostileJson, raised).map((value) => Buffer.from(jsonText(value)))).map(
  (bytes) => bytes.toString(),
)

function parseSpec(text: string): void {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return
  }
  const { error } = moduleSpecSchema.safeParse(value)
  if (error !== undefined) describeIssues(error)
  cloudEventSchema.safeParse(value)
}

fault(
  {
    fault: 'hostile text in event files, specifications, envelopes, paths and page tokens, parser by parser',
    holds: 'each is taken or refused in words, and nothing overflows',
    limitMs: inForm({ short: 60_000, long: 180_000, soak: 1_200_000 }),
  },
  async () => {
    fuzzCalls('event files', texts, COUNT, (text) => refuses(() => parseEvent('out/events/x', text)))
    fuzzCalls('specifications', specs, SPECS, parseSpec)
    const headers = { 'content-type': 'application/cloudevents+json' }
    fuzzCalls('envelopes', texts, COUNT, (text) => refuses(() => parseEvents(headers, text, 'here')))
    fuzzCalls('paths', hostileText, COUNT, checkPath)
    fuzzCalls('page tokens', texts, COUNT, (text) =>
      refuses(() => decodeCursor({ field: 'at' }, Buffer.from(text).toString('base64url'))),
    )
    await Promise.resolve()
  },
)
