import { retentionSchema } from '../../core/model/retention.ts'
import { code, table } from './markdown.ts'
import { rowsOf } from './schema-rows.ts'

/** The keys of a retention policy, as its schema has them. */
export function retentionRules(): string {
  const { every, rules } = retentionSchema.shape
  const rows = [...rowsOf({ every, rules }), ...rowsOf(rules.unwrap().element.shape, 'rules[].')].map(
    ({ key, type, fallback, meaning }) => [
      code(key),
      type,
      fallback === 'required' ? fallback : code(fallback),
      meaning,
    ],
  )
  return table(['key', 'type', 'default', 'meaning'], rows)
}
