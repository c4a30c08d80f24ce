import type { Catalog } from '../core/catalog/catalog.ts'
import type { ModuleRecord } from '../core/model/module-spec.ts'

/** What is possible but probably not meant, one sentence each. */
export async function moduleWarnings(catalog: Catalog, module: ModuleRecord): Promise<string[]> {
  const others = await catalog.modules.all()
  const { subscribes, publishes, join } = module.spec
  const warnings: string[] = []
  for (const type of publishes) {
    if (subscribes.includes(type))
      warnings.push(`it takes ${type}, which it publishes itself: that may never end`)
  }
  const raised = new Set(others.flatMap((other) => other.spec.publishes))
  for (const type of join?.collect ?? []) {
    if (!raised.has(type)) warnings.push(`it collects ${type}, which no module publishes so far`)
  }
  return warnings
}
