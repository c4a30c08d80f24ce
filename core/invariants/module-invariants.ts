import type { ModuleRecord, ModuleVersionRecord } from '../model/module-spec.ts'
import type { Document } from '../ports/document-store.ts'
import { invariant, type Invariant, type InvariantSource } from './invariant-source.ts'

const KEEP = 'Keep a copy of the data folder and report it.'

export const MODULE_INVARIANTS: readonly Invariant[] = [
  invariant<ModuleRecord>({
    name: 'every module has its version and its name',
    collection: 'modules',
    means:
      'The version that jobs run is recorded, and the name belongs to this module alone until it is deleted.',
    remedy: `Its jobs can't run. \`iteron module update\` makes a new version; for a name, delete the module and create it again. ${KEEP}`,
    examine: moduleIsWhole,
  }),
  invariant<ModuleVersionRecord>({
    name: 'every version belongs to a module',
    collection: 'moduleVersions',
    means: 'Versions are kept as long as their module, deleted ones too.',
    remedy: `It harms nothing. ${KEEP}`,
    examine: async ({ store }, { module }) =>
      (await store.get('modules', module)) === undefined ? [`its module ${module} is not there`] : [],
  }),
  invariant<Document & { readonly module: string }>({
    name: 'every name in use belongs to a module',
    collection: 'moduleNames',
    means: 'A name leads to a module that is not deleted.',
    remedy: 'Create a module of this name: one whose module a crash left out is free after a minute.',
    examine: async ({ store }, { id, module: holder }) => {
      const module = await store.get<ModuleRecord>('modules', holder)
      return module !== undefined && module.name !== id
        ? [`it leads to ${holder}, whose name is ${module.name}`]
        : []
    },
  }),
]

async function moduleIsWhole({ catalog, store }: InvariantSource, module: ModuleRecord): Promise<string[]> {
  const { id, name, state, version } = module
  const problems =
    (await catalog.modules.version(id, version)) === undefined
      ? [`its version ${version} is not recorded`]
      : []
  if (state === 'deleted') return problems
  const holder = await store.get<Document & { readonly module: string }>('moduleNames', name)
  if (holder === undefined) problems.push(`its name ${name} is not taken`)
  else if (holder.module !== id) problems.push(`${holder.module} has the name ${name} too`)
  return problems
}
