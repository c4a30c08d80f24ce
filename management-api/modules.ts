import type { ModuleInput } from '../core/catalog/modules.ts'
import { listModules, listModuleVersions } from '../core/catalog/module-listing.ts'
import type { CodeFile__Output } from '../proto/generated/iteron/v1/CodeFile.ts'
import type { GitState__Output } from '../proto/generated/iteron/v1/GitState.ts'
import type { ModuleServiceHandlers } from '../proto/generated/iteron/v1/ModuleService.ts'
import type { Calls } from './calls.ts'
import type { ApiContext } from './context.ts'
import { checkExecutor } from './executor-choice.ts'
import { invalid } from './errors.ts'
import { parseObject } from './json-fields.ts'
import { moduleMessage, moduleVersionMessage } from './module-message.ts'
import { moduleWarnings } from './module-warnings.ts'
import { pageOf } from './paging.ts'

interface ModuleFields {
  readonly specJson: string
  readonly code: readonly CodeFile__Output[]
  readonly git: GitState__Output | null
}

/** `iteron.v1.ModuleService`. */
export function moduleService(context: ApiContext, calls: Calls): ModuleServiceHandlers {
  const { modules } = context.catalog
  const answer = async (change: Promise<Awaited<ReturnType<typeof modules.create>>>) =>
    moduleMessage(await change)
  return {
    CreateModule: calls.unary(async (request) => {
      const module = await modules.create(inputOf(context, request))
      return moduleMessage(module, await moduleWarnings(context.catalog, module))
    }),
    UpdateModule: calls.unary(async (request) => {
      const input = inputOf(context, request)
      const module = await modules.update(request.module === '' ? nameIn(input.spec) : request.module, input)
      return moduleMessage(module, await moduleWarnings(context.catalog, module))
    }),
    GetModule: calls.unary((request) => answer(modules.resolveAny(request.module))),
    DeleteModule: calls.unary((request) => answer(modules.remove(request.module))),
    PauseModule: calls.unary((request) => answer(modules.pause(request.module))),
    ResumeModule: calls.unary((request) => answer(modules.resume(request.module))),
    ListModules: calls.unary(async (request) => {
      const { state, type } = request
      const page = await listModules(context.catalog.context.store, { state, type }, pageOf(request))
      return {
        modules: page.documents.map((module) => moduleMessage(module)),
        nextPageToken: page.next ?? '',
      }
    }),
    ListModuleVersions: calls.unary(async (request) => {
      const module = await modules.resolveAny(request.module)
      const page = await listModuleVersions(context.catalog.context.store, module.id, pageOf(request))
      return { versions: page.documents.map(moduleVersionMessage), nextPageToken: page.next ?? '' }
    }),
  }
}

function inputOf(context: ApiContext, { specJson, code, git }: ModuleFields): ModuleInput {
  const spec = parseObject(specJson, 'spec_json')
  checkExecutor(context.executors, spec['executor'])
  return {
    spec,
    code: code.map(({ path, digest }) => ({ path, digest })),
    ...(git === null ? {} : { git: gitOf(git) }),
  }
}

function gitOf({ commit, dirty }: GitState__Output) {
  return dirty === undefined || dirty === '' ? { commit } : { commit, dirty }
}

function nameIn(spec: unknown): string {
  const name = (spec as { name?: unknown }).name
  if (typeof name !== 'string') throw invalid('the specification has no name', 'Say which module it is for.')
  return name
}
