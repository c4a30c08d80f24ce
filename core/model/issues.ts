import type { ZodError } from 'zod'

type Issue = ZodError['issues'][number]

/** What a schema found wrong, in one line: `path: what`, the first five. */
export function describeIssues(error: ZodError): string {
  const lines = error.issues.map((issue) =>
    issue.path.length === 0 ? textOf(issue) : `${issue.path.map(String).join('.')}: ${textOf(issue)}`,
  )
  const more = lines.length - 5
  return lines.slice(0, 5).join('; ') + (more > 0 ? `; and ${String(more)} more` : '')
}

const WANTED: Readonly<Record<string, string>> = {
  string: 'text (in quotes)',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys to values',
  record: 'a mapping of keys to values',
}
const FOUND: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  null: 'empty',
}

/** The library's own sentences in the words of a file's author; those of a schema as they are. */
function textOf(issue: Issue): string {
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message
  const types = /^Invalid input: expected (\w+), received (\w+)$/.exec(issue.message)
  return types === null ? issue.message : (wrongType(types[1] ?? '', types[2] ?? '') ?? issue.message)
}

function wrongType(wanted: string, found: string): string | undefined {
  if (found === 'undefined') return 'is missing'
  const known = WANTED[wanted]
  return known && `must be ${known}, not ${wanted === 'int' ? 'a fraction' : (FOUND[found] ?? found)}`
}
