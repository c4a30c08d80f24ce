import type { Catalog } from '../core/catalog/catalog.ts'
import type { ModuleRecord } from '../core/model/module-spec.ts'
import type { RetentionRule } from '../core/model/retention.ts'
import { all } from '../core/protocol/scope.ts'

/** What a rule calls those who upload. */
const CLIENT = 'client'

/** What of a policy is possible but probably not meant, one sentence each. */
export async function retentionWarnings(
  { context }: Catalog,
  rules: readonly RetentionRule[],
): Promise<string[]> {
  if (rules.length === 0) return ['no retention policy is set: only bytes that nothing refers to are freed']
  const wanted = new Set(rules.flatMap(({ modules = [] }) => modules))
  if (wanted.size === 0) return []
  // deleted ones too: what they made is still there
  const modules = await all<ModuleRecord>(context.store, 'modules', {})
  const known = new Set([CLIENT, ...modules.map(({ name }) => name)])
  const unknown = [...wanted].filter((name) => !known.has(name))
  return unknown.map((name) => `the policy names the module ${name}, and there never was one`)
}
