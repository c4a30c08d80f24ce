import path from 'node:path'
import type { Module__Output } from '../../proto/generated/iteron/v1/Module.ts'
import { defineCommand, type Command } from '../command.ts'
import { usageError } from '../errors.ts'
import { gitState } from '../git-state.ts'
import {
  changedSpec,
  checkCreate,
  checkUpdate,
  moduleOptions,
  specFromFile,
  specFromFlags,
  type ModuleFlags,
  type SpecInput,
} from '../module-spec.ts'
import { filterOptions, pagingOptions, wordsOf } from '../options.ts'
import { printList } from '../output/list.ts'
import { pairs, printRecord } from '../output/record.ts'
import { localTime } from '../output/text.ts'
import { pagesOf } from '../pages.ts'
import { resolveProgram } from '../program-files.ts'
import type { Session } from '../session.ts'
import { MODULE_LIST, MODULE_STATES, moduleJson } from '../views/module.ts'

const create = defineCommand({
  usage: 'create',
  describe: 'Register a module',
  options: moduleOptions,
  ownsOutputLetter: true,
  check: checkCreate,
  run: async (session, flags) => {
    const folder = folderOf(session, flags)
    const spec = await writtenSpec(session, flags)
    const module = await session.server.call('modules', 'CreateModule', await requestFor(spec, folder))
    await told(session, module, `created module ${module.id}`)
    return undefined
  },
})

const update = defineCommand({
  usage: 'update',
  describe: 'Make a new version of a module; options change only what they name',
  options: moduleOptions,
  ownsOutputLetter: true,
  check: checkUpdate,
  run: async (session, flags) => {
    const folder = folderOf(session, flags)
    const spec = flags.file === undefined ? await changed(session, flags) : await writtenSpec(session, flags)
    const request = await requestFor(spec, folder)
    const module = await session.server.call('modules', 'UpdateModule', {
      ...request,
      module: flags.file === undefined ? flags.name : '',
    })
    await told(session, module, `updated module ${module.id} to version ${module.version}`)
    return undefined
  },
})

async function changed(session: Session, flags: ModuleFlags): Promise<SpecInput> {
  const module = await session.server.call('modules', 'GetModule', { module: flags.name })
  const current = JSON.parse(module.specJson) as SpecInput
  const { name: _same, ...change } = specFromFlags(flags, session.io.cwd, module.executor)
  return changedSpec(current, change)
}

function folderOf({ io }: Session, { file }: ModuleFlags): string {
  return file === undefined ? io.cwd : path.dirname(path.resolve(io.cwd, file))
}

async function writtenSpec({ io }: Session, flags: ModuleFlags): Promise<SpecInput> {
  return flags.file === undefined
    ? specFromFlags(flags, io.cwd)
    : await specFromFile(path.resolve(io.cwd, flags.file))
}

async function requestFor(spec: SpecInput, folder: string) {
  const program = await resolveProgram(spec, folder)
  const git = await gitState(folder)
  return {
    specJson: JSON.stringify(program.spec),
    code: [...program.code],
    ...(git === undefined ? {} : { git }),
  }
}

async function told(session: Session, module: Module__Output, text: string): Promise<void> {
  for (const warning of module.warnings) await session.warn(warning)
  await printRecord(session, moduleJson(module), () => `${text}\n`)
}

/** Ion named the module with -n. */
const MODULE = { module: { type: 'string', describe: 'Id or name.' } } as const
const NAME = { name: { type: 'string', alias: 'n', describe: 'The same, as in Ion.' } } as const

interface Named {
  readonly module: string | undefined
  readonly name: string | undefined
}

function nameOf({ module, name }: Named): string {
  if (module !== undefined && name !== undefined && module !== name)
    throw usageError(`two modules were named, ${module} and ${name}`, 'Name one.')
  const named = module ?? name
  if (named === undefined || named === '')
    throw usageError('the name of the module is missing', 'Give it as an argument, or with --name.')
  return named
}

const checkName = (args: Named) => {
  nameOf(args)
}

const get = defineCommand({
  usage: 'get [module]',
  describe: 'One module with its specification',
  positionals: MODULE,
  options: NAME,
  check: checkName,
  run: async (session, args) => {
    const module = await session.server.call('modules', 'GetModule', { module: nameOf(args) })
    await printRecord(session, moduleJson(module), () => describeModule(module))
    return undefined
  },
})

function describeModule(module: Module__Output): string {
  const spec = JSON.parse(module.specJson) as Record<string, unknown>
  const fixed = new Set(['name', 'subscribes', 'publishes', 'executor'])
  const written = Object.entries(spec)
    .filter(([key, value]) => !fixed.has(key) && !isEmpty(value))
    .map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)] as const)
  return pairs([
    ['id', module.id],
    ['name', module.name],
    ['version', module.version],
    ['state', module.state],
    ['subscribes', module.subscribes.join(', ')],
    ['publishes', module.publishes.join(', ')],
    ['executor', module.executor],
    ...written,
    ['program files', module.code.map((file) => file.path).join(' ')],
    ['digest', module.digest],
    ['created', localTime(module.createdAtMs)],
    ['updated', localTime(module.updatedAtMs)],
  ])
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

const list = defineCommand({
  usage: 'list',
  describe: 'Modules by id',
  options: {
    state: {
      type: 'string',
      coerce: (value: unknown) => wordsOf('state', MODULE_STATES)(value)?.[0],
      describe: 'Only in this state: active, paused or deleted.',
    },
    type: { ...filterOptions.type, describe: 'Only those that take events of this type.' },
    ...pagingOptions,
  },
  run: async (session, args) => {
    const pages = pagesOf(session, args, async (pageSize, pageToken) => {
      const { state, type } = args
      const answer = await session.server.call('modules', 'ListModules', { pageSize, pageToken, state, type })
      return { items: answer.modules, next: answer.nextPageToken }
    })
    await printList(session, pages, MODULE_LIST)
    return undefined
  },
})

const changes = [
  {
    verb: 'delete',
    method: 'DeleteModule',
    done: 'deleted',
    describe: 'Remove a module; what it made stays',
  },
  { verb: 'pause', method: 'PauseModule', done: 'paused', describe: 'Let its jobs wait until it is resumed' },
  { verb: 'resume', method: 'ResumeModule', done: 'resumed', describe: 'End a pause' },
] as const

const changing = changes.map(({ verb, method, done, describe }) =>
  defineCommand({
    usage: `${verb} [module]`,
    describe,
    positionals: MODULE,
    options: NAME,
    check: checkName,
    run: async (session, args) => {
      const module = await session.server.call('modules', method, { module: nameOf(args) })
      await printRecord(session, moduleJson(module), () => `${done} module ${module.id}\n`)
      return undefined
    },
  }),
)

export const COMMANDS: readonly Command[] = [create, update, get, list, ...changing]
