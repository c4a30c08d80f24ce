import type { LogLine } from '../../core/ports/executor.ts'

const MAX_LINES = 5
const MAX_LINE_CHARACTERS = 300

/** The last lines of a log that say something, cut to what fits into a message. */
export async function lastLines(log: AsyncIterable<LogLine>): Promise<string[]> {
  const lines: string[] = []
  for await (const { text } of log) {
    if (text.trim() === '') continue
    lines.push(shortened(text.trimEnd()))
    if (lines.length > MAX_LINES) lines.shift()
  }
  return lines
}

function shortened(text: string): string {
  return text.length <= MAX_LINE_CHARACTERS ? text : `${text.slice(0, MAX_LINE_CHARACTERS)}…`
}
