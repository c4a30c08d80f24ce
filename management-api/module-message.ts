import type { CodeFile, ModuleRecord, ModuleVersionRecord } from '../core/model/module-spec.ts'
import { present } from '../core/model/present.ts'
import type { Module } from '../proto/generated/iteron/v1/Module.ts'
import type { ModuleVersion } from '../proto/generated/iteron/v1/ModuleVersion.ts'

export function moduleMessage(module: ModuleRecord, warnings: readonly string[] = []): Module {
  const { id, name, version, state, spec, digest } = module
  return {
    id,
    name,
    version,
    state,
    digest,
    specJson: JSON.stringify(spec),
    subscribes: spec.join === undefined ? spec.subscribes : [spec.join.root],
    publishes: spec.publishes,
    executor: spec.executor,
    code: codeMessage(module.code),
    createdAtMs: Math.round(module.createdAt),
    updatedAtMs: Math.round(module.updatedAt),
    warnings: [...warnings],
  }
}

export function moduleVersionMessage(version: ModuleVersionRecord): ModuleVersion {
  return {
    ...present({ git: version.git }),
    id: version.id,
    module: version.module,
    name: version.name,
    version: version.version,
    specJson: JSON.stringify(version.spec),
    digest: version.digest,
    code: codeMessage(version.code),
    createdAtMs: Math.round(version.createdAt),
  }
}

function codeMessage(code: readonly CodeFile[]) {
  return code.map(({ path, digest }) => ({ path, digest }))
}
