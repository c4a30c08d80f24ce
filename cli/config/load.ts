import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { usageError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { configSchema, PATH_SETTINGS, SETTING_NAMES, type SettingName, type Settings } from './schema.ts'
import { valueFromText } from './value-from-text.ts'

export interface ConfigSources {
  /** What was given on the command line, by name of the setting. */
  readonly flags: Readonly<Record<string, unknown>>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** `--config`; by default `ITERON_CONFIG`, then `iteron.yaml` in the current folder if there is one. */
  readonly file?: string | undefined
}

export interface LoadedConfig {
  readonly settings: Settings
  /** Where each setting came from: `--endpoint`, `ITERON_ENDPOINT`, the file, or `default`. */
  readonly origins: ReadonlyMap<SettingName, string>
  /** The file that was read. */
  readonly file: string | undefined
}

interface Given {
  readonly value: unknown
  readonly origin: string
}

/**
 * Flags before variables before the file before defaults; a usage error names every value that is wrong and where it
 * is.
 */
export async function loadConfig(sources: ConfigSources): Promise<LoadedConfig> {
  const file = configFile(sources)
  const given = new Map<SettingName, Given>([
    ...(file === undefined ? [] : await fromFile(file)),
    ...fromEnvironment(sources.env),
    ...fromFlags(sources.flags),
  ])
  const result = configSchema.safeParse(
    Object.fromEntries([...given].map(([name, { value }]) => [name, value])),
  )
  if (!result.success) throw wrongValues(result.error.issues, given)
  const origins = new Map(SETTING_NAMES.map((name) => [name, given.get(name)?.origin ?? 'default']))
  return { settings: absolute(result.data, sources.cwd), origins, file }
}

function configFile({ file, env, cwd }: ConfigSources): string | undefined {
  const named = file ?? (env.ITERON_CONFIG === '' ? undefined : env.ITERON_CONFIG)
  if (named !== undefined) return path.resolve(cwd, named)
  const usual = path.join(cwd, 'iteron.yaml')
  return existsSync(usual) ? usual : undefined
}

async function fromFile(file: string): Promise<[SettingName, Given][]> {
  const { parse } = await import('yaml')
  let content: unknown
  try {
    content = parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw usageError(
      `the configuration file ${file} can't be read: ${firstLine(error)}`,
      'Name another with --config, or mend it.',
    )
  }
  if (content === null || content === undefined) return []
  if (typeof content !== 'object' || Array.isArray(content))
    throw usageError(
      `the configuration file ${file} is not a list of keys and values`,
      '`iteron config schema` shows what it may hold.',
    )
  return Object.entries(content as Record<string, unknown>).map(([key, value]) => {
    const name = knownKey(key, file)
    const resolved =
      PATH_SETTINGS.includes(name) && typeof value === 'string'
        ? path.resolve(path.dirname(file), value)
        : value
    return [name, { value: resolved, origin: file }]
  })
}

function knownKey(key: string, file: string): SettingName {
  if ((SETTING_NAMES as string[]).includes(key)) return key as SettingName
  const similar = nearest(key, SETTING_NAMES)
  throw usageError(
    `${file}: there is no setting ${key}`,
    similar === undefined ? '`iteron config schema` shows all of them.' : `Did you mean ${similar}?`,
  )
}

function fromEnvironment(env: ConfigSources['env']): [SettingName, Given][] {
  return SETTING_NAMES.flatMap((name) => {
    const variable = `ITERON_${name.replaceAll('-', '_').toUpperCase()}`
    const text = env[variable]
    if (text === undefined || text === '') return []
    return [[name, { value: valueFromText(name, text), origin: variable }] as [SettingName, Given]]
  })
}

function fromFlags(flags: ConfigSources['flags']): [SettingName, Given][] {
  return SETTING_NAMES.flatMap((name) => {
    const value = flags[name]
    if (value === undefined) return []
    const read = typeof value === 'string' ? valueFromText(name, value) : value
    return [[name, { value: read, origin: `--${name}` }] as [SettingName, Given]]
  })
}

function wrongValues(
  issues: readonly { path: PropertyKey[]; message: string }[],
  given: ReadonlyMap<SettingName, Given>,
) {
  const lines = issues.map((issue) => {
    const name = issue.path[0] as SettingName
    const origin = given.get(name)?.origin ?? 'default'
    const where =
      origin.startsWith('--') || origin.startsWith('ITERON_')
        ? origin
        : `${issue.path.join('.')} in ${origin}`
    return `${where} ${issue.message}`
  })
  return usageError(lines.join('; '), '`iteron config schema` says what each setting may be.')
}

function absolute(settings: Settings, cwd: string): Settings {
  const paths = PATH_SETTINGS.flatMap((name) => {
    const value = settings[name]
    return typeof value === 'string' ? [[name, path.resolve(cwd, value)]] : []
  })
  return { ...settings, ...(Object.fromEntries(paths) as Partial<Settings>) }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''
}
