import type { Module__Output } from '../../proto/generated/iteron/v1/Module.ts'
import type { ListView } from '../output/list.ts'
import { isoTime, localTime } from '../output/text.ts'

export const MODULE_STATES = ['active', 'paused', 'deleted'] as const

/** A module as programs see it. */
export function moduleJson(module: Module__Output): object {
  return {
    id: module.id,
    name: module.name,
    version: module.version,
    state: module.state,
    subscribes: module.subscribes,
    publishes: module.publishes,
    executor: module.executor,
    digest: module.digest,
    code: module.code,
    spec: JSON.parse(module.specJson) as unknown,
    createdAt: isoTime(module.createdAtMs),
    updatedAt: isoTime(module.updatedAtMs),
  }
}

export const MODULE_LIST: ListView<Module__Output> = {
  json: moduleJson,
  columns: [
    { title: 'id', value: (module) => module.id },
    { title: 'name', value: (module) => module.name },
    { title: 'version', value: (module) => module.version },
    { title: 'state', value: (module) => module.state },
    { title: 'subscribes', value: (module) => module.subscribes.join(',') },
    { title: 'publishes', value: (module) => module.publishes.join(',') },
    { title: 'executor', value: (module) => module.executor },
    { title: 'updated', value: (module) => localTime(module.updatedAtMs) },
  ],
  none: 'no modules',
}
