import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { usageError, type CliError } from './errors.ts'
import { wholeNumber } from './options.ts'

/** A specification as it is sent: the keys of module.yaml. The server says what is wrong with it. */
export type SpecInput = Record<string, unknown>

/** Ion's flags, and `-f`. */
export const moduleOptions = {
  file: { type: 'string', alias: 'f', describe: 'Specification, module.yaml; instead of the other options.' },
  name: { type: 'string', alias: 'n', describe: 'Name of the module.' },
  'event-subscriptions': {
    type: 'string',
    alias: 'i',
    describe: 'Event types that it takes, separated by commas.',
  },
  'event-publications': {
    type: 'string',
    alias: 'o',
    describe: 'Event types that it may raise, separated by commas.',
  },
  'module-image': {
    type: 'string',
    alias: 'm',
    describe: 'What to run: with the provider local a command line for /bin/sh, else a container image.',
  },
  provider: { type: 'string', alias: 'p', describe: 'Executor that runs it (local).' },
  'handler-image': { type: 'string', describe: 'Image of the handler, for remote executors.' },
  'instance-count': {
    type: 'string',
    coerce: wholeNumber('instance-count', 0),
    describe: 'Jobs at once, at most; 0: only the slots limit (0).',
  },
  'retry-count': {
    type: 'string',
    coerce: wholeNumber('retry-count', 0),
    describe: 'Further tries after the first (1).',
  },
  'max-exec-mins': {
    type: 'string',
    coerce: wholeNumber('max-exec-mins', 0),
    describe: 'Longest time of a run, minutes; 0: no limit (5).',
  },
  'config-map-file': { type: 'string', describe: 'Environment variables of the module, a .env file.' },
} as const

export interface ModuleFlags {
  readonly file: string | undefined
  readonly name: string | undefined
  readonly 'event-subscriptions': string | undefined
  readonly 'event-publications': string | undefined
  readonly 'module-image': string | undefined
  readonly provider: string | undefined
  readonly 'handler-image': string | undefined
  readonly 'instance-count': number | undefined
  readonly 'retry-count': number | undefined
  readonly 'max-exec-mins': number | undefined
  readonly 'config-map-file': string | undefined
}

/** A new module needs a file, or a name, subscriptions and something to run. */
export function checkCreate(flags: ModuleFlags): void {
  checkFile(flags)
  checkImage(flags)
  if (flags.file !== undefined) return
  const required = ['name', 'event-subscriptions', 'module-image'] as const
  const missing = required.filter((flag) => flags[flag] === undefined)
  if (missing.length > 0) throw missingFlags(missing)
}

/** A change needs a file, or the name of the module. */
export function checkUpdate(flags: ModuleFlags): void {
  checkFile(flags)
  checkImage(flags)
  if (flags.file === undefined && flags.name === undefined) throw missingFlags(['name'])
}

/** An unset variable of a script: the shell would run nothing, and succeed. */
function checkImage(flags: ModuleFlags): void {
  if (flags['module-image']?.trim() === '')
    throw usageError('--module-image is empty', 'Give what to run: a command line, or a container image.')
}

function missingFlags(missing: readonly string[]): CliError {
  const flags = missing.map((flag) => `--${flag}`).join(' and ')
  return usageError(
    `${flags} ${missing.length === 1 ? 'is' : 'are'} missing`,
    'Give it, or a specification with -f module.yaml.',
  )
}

function checkFile(flags: ModuleFlags): void {
  if (flags.file === undefined) return
  const other = Object.keys(moduleOptions).find(
    (flag) => flag !== 'file' && flags[flag as keyof ModuleFlags] !== undefined,
  )
  if (other !== undefined)
    throw usageError(
      `-f and --${other} were given together`,
      'Write everything into the file, or use options alone.',
    )
}

/** The specification in a file; a usage error if it isn't YAML. */
export async function specFromFile(file: string): Promise<SpecInput> {
  const { parse } = await import('yaml')
  let content: unknown
  try {
    content = parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw usageError(
      `${file} can't be read: ${(error as Error).message.trimEnd()}`,
      'It must be a module.yaml.',
    )
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw usageError(`${file} is not a specification: it has no keys`, 'It must be a module.yaml.')
  return content as SpecInput
}

/** What the flags say; keys that weren't given are left out. `executor` is the one in force where no flag names one. */
export function specFromFlags(flags: ModuleFlags, cwd: string, executor = 'local'): SpecInput {
  const entries: [string, unknown][] = [
    ['name', flags.name],
    ['subscribes', list(flags['event-subscriptions'])],
    ['publishes', list(flags['event-publications'])],
    ...program(flags['module-image'], flags.provider ?? executor),
    ['executor', flags.provider],
    ['handlerImage', flags['handler-image']],
    ['concurrency', flags['instance-count']],
    ['retry', flags['retry-count'] === undefined ? undefined : { count: flags['retry-count'] }],
    ['timeout', flags['max-exec-mins'] === undefined ? undefined : `${flags['max-exec-mins']}m`],
    ['environment', environment(flags['config-map-file'], cwd)],
  ]
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/** What a shell runs for `-m`; it is no program file of the module. */
export const SHELL = '/bin/sh'

function program(image: string | undefined, executor: string): [string, unknown][] {
  if (image === undefined) return []
  return executor === 'local' ? [['command', [SHELL, '-c', image]]] : [['image', image]]
}

function list(text: string | undefined): string[] | undefined {
  return text
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function environment(file: string | undefined, cwd: string): Record<string, string> | undefined {
  if (file === undefined) return undefined
  try {
    return parseEnv(readFileSync(path.resolve(cwd, file), 'utf8')) as Record<string, string>
  } catch (error) {
    throw usageError(
      `--config-map-file ${file} can't be read: ${(error as Error).message}`,
      'It must be a file of KEY=VALUE lines.',
    )
  }
}

/** An existing specification with what the flags change. */
export function changedSpec(current: SpecInput, change: SpecInput): SpecInput {
  const next = { ...current, ...change }
  if (change.retry !== undefined)
    next.retry = { ...(current.retry as object | undefined), ...(change.retry as object) }
  if (change.image !== undefined) delete next.command
  if (change.command !== undefined) delete next.image
  return next
}
