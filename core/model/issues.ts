import type { ZodError } from 'zod'

/** What a schema found wrong, in one line: `path: what`, the first five. */
export function describeIssues(error: ZodError): string {
  const lines = error.issues.map((issue) =>
    issue.path.length === 0 ? issue.message : `${issue.path.map(String).join('.')}: ${issue.message}`,
  )
  const more = lines.length - 5
  return lines.slice(0, 5).join('; ') + (more > 0 ? `; and ${String(more)} more` : '')
}
