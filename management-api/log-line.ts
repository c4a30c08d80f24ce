import { StringDecoder } from 'node:string_decoder'
import type { LogLine } from '../core/ports/executor.ts'

const STAMPED = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) ?(.*)$/s

/** A line of a kept log: the time it was read (RFC 3339, UTC), a space, and its text. Without a time it is all text. */
function parseLogLine(line: string): LogLine {
  const found = STAMPED.exec(line)
  return found === null ? { at: 0, text: line } : { at: Date.parse(found[1] ?? ''), text: found[2] ?? '' }
}

/**
 * Lines of a kept log. They end at newlines alone: what a program printed may hold carriage returns and other
 * separators.
 */
export async function* logLines(bytes: AsyncIterable<unknown>): AsyncGenerator<LogLine> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of bytes) {
    const lines = (rest + decoder.write(chunk as Buffer)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield parseLogLine(line)
  }
  rest += decoder.end()
  if (rest !== '') yield parseLogLine(rest)
}
