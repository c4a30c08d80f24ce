import type { LogLine } from '../core/ports/executor.ts'

const STAMPED = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) ?(.*)$/s

/** A line of a kept log: the time it was read (RFC 3339, UTC), a space, and its text. Without a time it is all text. */
export function parseLogLine(line: string): LogLine {
  const found = STAMPED.exec(line)
  return found === null ? { at: 0, text: line } : { at: Date.parse(found[1] ?? ''), text: found[2] ?? '' }
}
