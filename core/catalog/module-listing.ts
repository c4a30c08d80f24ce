import type { ModuleRecord, ModuleVersionRecord } from '../model/module-spec.ts'
import type { DocumentStore, Page } from '../ports/document-store.ts'
import type { PageRequest } from './page.ts'

/** Empty text: any; without a state, deleted modules are left out. */
export interface ModuleFilter {
  readonly state: string
  /** Event type that it takes, or that roots its join. */
  readonly type: string
}

/** Modules by name; a page may hold fewer than asked for although there are more. */
export async function listModules(
  store: DocumentStore,
  { state, type }: ModuleFilter,
  page: PageRequest,
): Promise<Page<ModuleRecord>> {
  const found = await store.find<ModuleRecord>('modules', {
    filter: { state: state === '' ? { $ne: 'deleted' } : state },
    sort: { field: 'name' },
    limit: page.limit,
    ...(page.after === undefined ? {} : { after: page.after }),
  })
  if (type === '') return found
  return { ...found, documents: found.documents.filter((module) => takes(module, type)) }
}

/** The versions of a module, newest first. */
export function listModuleVersions(
  store: DocumentStore,
  module: string,
  page: PageRequest,
): Promise<Page<ModuleVersionRecord>> {
  return store.find<ModuleVersionRecord>('moduleVersions', {
    filter: { module },
    sort: { field: 'version', descending: true },
    limit: page.limit,
    ...(page.after === undefined ? {} : { after: page.after }),
  })
}

/** Whether a module gets a job for events of the type. */
export function takes({ spec }: Pick<ModuleRecord, 'spec'>, type: string): boolean {
  return spec.subscribes.includes(type) || spec.join?.root === type
}
