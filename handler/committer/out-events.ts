import { checkPath, PATH_RULES } from '../../core/model/paths.ts'
import type { Entry, Folder } from '../folder.ts'
import { Pace } from '../../core/pace.ts'
import { parseEvent, type RaisedEvent } from './event-file.ts'
import { readText } from './json-file.ts'
import type { CommitLimits } from './limits.ts'
import { violation } from './violation.ts'

export interface EventRules {
  /** Types that the module declares. */
  readonly publishes: readonly string[]
  /** Whether `out/data` holds the file. */
  readonly hasFile: (path: string) => boolean
  readonly limits: CommitLimits
  readonly signal?: AbortSignal | undefined
}

/** All events that the module raised, each checked, in the order of the bytes of their files' names. */
export async function readEvents(folder: Folder, rules: EventRules): Promise<RaisedEvent[]> {
  const entries = folder.entries()
  if (entries.length > rules.limits.events) {
    throw violation(
      'out/events',
      `holds ${entries.length} files, and one job may raise ${rules.limits.events} events at most`,
    )
  }
  const budget = { left: rules.limits.allEventsBytes }
  const pace = new Pace()
  const events: RaisedEvent[] = []
  for (const entry of entries) {
    await pace.turn(rules.signal)
    events.push(readEvent(folder, entry, rules, budget))
  }
  return events
}

function readEvent(folder: Folder, entry: Entry, rules: EventRules, budget: { left: number }): RaisedEvent {
  const name = acceptable(entry)
  const label = `out/events/${name}`
  const text = readText(folder, name, { label, maxBytes: rules.limits.allEventsBytes })
  budget.left -= Buffer.byteLength(text)
  if (budget.left < 0) {
    throw violation('out/events', `holds more than ${rules.limits.allEventsBytes} bytes`, {
      hint: 'Write large data to files in out/data.',
    })
  }
  const event = parseEvent(label, text)
  checkEvent(label, event, rules)
  return event
}

function acceptable(entry: Entry): string {
  const label = Buffer.concat([Buffer.from('out/events/'), entry.name])
  if (entry.kind !== 'file') {
    throw violation(label, 'is not a regular file: each event is one file, directly in out/events')
  }
  const checked = checkPath(entry.name)
  if (checked.ok) return checked.path
  throw violation(label, `breaks a rule: ${PATH_RULES[checked.rule]}`)
}

function checkEvent(label: string, event: RaisedEvent, { publishes, hasFile, limits }: EventRules): void {
  if (!publishes.includes(event.type)) {
    const declared = publishes.length === 0 ? 'none' : publishes.join(', ')
    throw violation(
      label,
      `has the type ${JSON.stringify(event.type.slice(0, 256))}, which the module doesn't declare (publishes: ${declared})`,
      {
        hint: 'Add it to publishes and run `iteron module update`.',
      },
    )
  }
  if (event.dataBytes > limits.eventBytes) {
    throw violation(
      label,
      `has ${event.dataBytes} bytes of data, and may have ${limits.eventBytes} at most`,
      {
        hint: 'Write large data to a file in out/data and list it.',
      },
    )
  }
  const missing = event.files.find((path) => !hasFile(path))
  if (missing !== undefined)
    throw violation(label, `lists the file ${JSON.stringify(missing.slice(0, 256))}, which isn't in out/data`)
}
