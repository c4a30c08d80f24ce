import type { Catalog } from '../core/catalog/catalog.ts'
import type { ModuleRecord } from '../core/model/module-spec.ts'
import type { RetentionRule } from '../core/model/retention.ts'
import { all } from '../core/protocol/scope.ts'

/** What a rule for artifacts calls those who upload. */
const CLIENT = 'client'

/** What of a policy is possible but probably not meant, one sentence each. */
export async function retentionWarnings(
  { context }: Catalog,
  rules: readonly RetentionRule[],
): Promise<string[]> {
  if (rules.length === 0)
    return [
      'there are no retention rules: everything is kept, and only bytes that nothing refers to are freed',
    ]
  // deleted ones too: what they made is still there
  const modules = await all<ModuleRecord>(context.store, 'modules', {})
  const known = new Set(modules.map(({ name }) => name))
  const unknown = rules.flatMap(({ what, modules = [] }) =>
    [modules].flat().filter((name) => !known.has(name) && !(name === CLIENT && what === 'artifacts')),
  )
  return [...new Set(unknown)].map((name) => `the policy names the module ${name}, of which nothing is known`)
}
