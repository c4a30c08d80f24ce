import { moduleSpecSchema } from '../../core/model/module-spec.ts'
import { code, table } from './markdown.ts'
import { rowsOf } from './schema-rows.ts'

/** The keys of `module.yaml`, as its schema has them. */
export function moduleFields(): string {
  const rows = rowsOf(moduleSpecSchema.shape).map(({ key, type, fallback, meaning }) => [
    code(key),
    type,
    fallback === 'required' ? fallback : code(fallback),
    meaning,
  ])
  return table(['key', 'type', 'default', 'meaning'], rows)
}
