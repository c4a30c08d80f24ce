import type { ModuleSpecInput } from '../core/model/module-spec.ts'
import type { ModuleCreateRequest__Output } from '../proto/generated/ModuleCreateRequest.ts'
import type { ModuleServiceHandlers } from '../proto/generated/ModuleService.ts'
import type { Calls } from './calls.ts'
import type { ApiContext } from './context.ts'
import { invalid, withHintInMessage } from './errors.ts'
import { checkExecutor } from './executor-choice.ts'

const DEFAULT_PROVIDER = 'local'

/** Ion's `ModuleService`: names and ids are both accepted, ids are given. */
export function ionModuleService(context: ApiContext, calls: Calls): ModuleServiceHandlers {
  const { modules } = context.catalog
  const unary = <Request, Response>(work: (request: Request) => Promise<Response>) =>
    calls.unary(async (request: Request) => {
      try {
        return await work(request)
      } catch (error) {
        throw withHintInMessage(error)
      }
    })
  return {
    Create: unary(async (request: ModuleCreateRequest__Output) => {
      const spec = specOf(request)
      checkExecutor(context.executors, spec.executor)
      return { name: (await modules.create({ spec })).id }
    }),
    Delete: unary(async ({ name }: { name: string }) => ({ name: (await modules.remove(name)).id })),
    Get: unary(async ({ name }: { name: string }) => {
      const { id, state, version, spec } = await modules.resolve(name)
      const takes = spec.join === undefined ? spec.subscribes.join(', ') : `the scope of ${spec.join.root}`
      const statusMessage = `version ${version}, takes ${takes}, runs on ${spec.executor}`
      return { name: id, status: state === 'paused' ? 'Paused' : 'Available', statusMessage }
    }),
    List: unary(async () => ({ names: (await modules.all()).map((module) => module.id) })),
  }
}

/** Ion's request as a module specification. INVALID_ARGUMENT for a negative number. */
function specOf(request: ModuleCreateRequest__Output): ModuleSpecInput {
  const { modulename, moduleimage, handlerimage, instancecount, retrycount, maxexecutiontimemins } = request
  for (const [name, value] of Object.entries({ instancecount, retrycount, maxexecutiontimemins })) {
    if (value < 0) throw invalid(`${name} is ${value}: it can't be negative`)
  }
  const executor = request.provider === '' ? DEFAULT_PROVIDER : request.provider.toLowerCase()
  return {
    name: modulename,
    subscribes: types(request.eventsubscriptions),
    publishes: types(request.eventpublications),
    // On this machine there is no image to run: the field is a command line.
    ...(executor === DEFAULT_PROVIDER ? { command: ['/bin/sh', '-c', moduleimage] } : { image: moduleimage }),
    ...(handlerimage === '' ? {} : { handlerImage: handlerimage }),
    executor,
    environment: request.configmap,
    concurrency: instancecount,
    timeout: maxexecutiontimemins === 0 ? '0' : `${maxexecutiontimemins}m`,
    retry: { count: retrycount },
  }
}

function types(list: string): string[] {
  return list
    .split(',')
    .map((type) => type.trim())
    .filter((type) => type !== '')
}
