import { configSchema } from '../../cli/config/schema.ts'
import { code, table } from './markdown.ts'
import { rowsOf } from './schema-rows.ts'

/** The keys of `iteron.yaml` with the variables that stand for them. */
export function configKeys(): string {
  const rows = rowsOf(configSchema.shape).map(({ key, type, fallback, meaning }) => [
    code(key),
    code(`ITERON_${key.replaceAll('-', '_').toUpperCase()}`),
    type,
    code(fallback),
    meaning,
  ])
  return table(['key', 'variable', 'type', 'default', 'meaning'], rows)
}
