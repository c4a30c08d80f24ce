import { checkValue } from '../../core/model/check-value.ts'
import { describeIssues } from '../../core/model/issues.ts'
import { retentionSchema, type RetentionPolicy } from '../../core/model/retention.ts'
import { usageError } from '../errors.ts'

/** The retention policy of a configuration; a usage error names what is wrong and where. */
export function retentionPolicy(value: unknown, origin: string): RetentionPolicy {
  const parsed = checkValue(retentionSchema, value)
  if (parsed.success) return parsed.data
  throw usageError(
    `retention in ${origin} is wrong: ${describeIssues(parsed.error)}`,
    'docs/retention.md says what a policy may hold.',
  )
}
