import { defineCommand, type Command } from '../command.ts'
import { configJsonSchema, SETTING_NAMES } from '../config/schema.ts'
import { hasColours, printRecord, yamlOf } from '../output/record.ts'
import { table } from '../output/table.ts'

const schema = defineCommand({
  usage: 'schema',
  describe: 'What iteron.yaml may hold, as JSON Schema',
  run: async (session) => {
    const value = configJsonSchema()
    if (session.format === 'yaml') await session.print(await yamlOf(value))
    else await session.print(`${JSON.stringify(value, null, 2)}\n`)
    return undefined
  },
})

const check = defineCommand({
  usage: 'check',
  describe: 'Read the configuration, and show each value and where it comes from',
  run: async (session) => {
    const { settings, origins, file } = session.config
    const { retentionPolicy } = await import('../offline/retention.ts')
    retentionPolicy(settings.retention, origins.get('retention') ?? 'default')
    const rows = SETTING_NAMES.map((name) => ({
      name,
      value: withoutPasswords(settings[name]),
      from: origins.get(name) ?? 'default',
    }))
    const columns = [
      { title: 'setting', value: (row: (typeof rows)[number]) => row.name },
      { title: 'value', value: (row: (typeof rows)[number]) => textOf(row.value) },
      { title: 'from', value: (row: (typeof rows)[number]) => row.from },
    ]
    const value = { file: file ?? null, settings: rows }
    await printRecord(session, value, () => table(columns, rows, hasColours(session)))
    return undefined
  },
})

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** URLs may hold a password. */
function withoutPasswords(value: unknown): unknown {
  if (typeof value === 'string')
    return value.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/?#@]*?):[^/?#@]*@/i, '$1:***@')
  if (Array.isArray(value)) return value.map(withoutPasswords)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutPasswords(inner)]))
}

export const COMMANDS: readonly Command[] = [schema, check]
