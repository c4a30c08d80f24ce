import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { loadConfig, type ConfigSources } from '../../../cli/config/load.ts'
import { SETTING_NAMES } from '../../../cli/config/schema.ts'
import { iteron } from './captured-io.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

let cwd: string

beforeEach(() => {
  cwd = temporaryFolder('config')
})

const load = async (sources: Partial<ConfigSources> = {}) =>
  await loadConfig({ flags: {}, env: {}, cwd, ...sources })

const write = (text: string, name = 'iteron.yaml') => {
  writeFileSync(path.join(cwd, name), text)
  return path.join(cwd, name)
}

describe('where a setting comes from', () => {
  test('flags before variables before the file before defaults', async () => {
    const file = write('endpoint: file:1\ngrace: 3\nslots: 5\n')
    const env = { ITERON_ENDPOINT: 'env:2', ITERON_GRACE: '4' }
    const { settings, origins } = await load({ flags: { endpoint: 'flag:3' }, env })
    expect(settings).toMatchObject({ endpoint: 'flag:3', grace: 4, slots: 5, http: '127.0.0.1:9001' })
    const names = ['endpoint', 'grace', 'slots', 'http'] as const
    expect(names.map((name) => origins.get(name))).toEqual(['--endpoint', 'ITERON_GRACE', file, 'default'])
  })

  test('a file that is named, by flag or variable, instead of the usual one', async () => {
    write('grace: 1\n')
    write('grace: 2\n', 'other.yaml')
    write('grace: 3\n', 'third.yaml')
    expect((await load({ env: { ITERON_CONFIG: 'other.yaml' } })).settings.grace).toBe(2)
    expect((await load({ env: { ITERON_CONFIG: 'other.yaml' }, file: 'third.yaml' })).settings.grace).toBe(3)
  })

  test('paths in a file are relative to it, others to the current folder', async () => {
    const elsewhere = temporaryFolder('config')
    const file = path.join(elsewhere, 'c.yaml')
    writeFileSync(file, 'data: store\n')
    const { settings } = await load({ file, flags: { certfile: 'c.pem' } })
    expect(settings).toMatchObject({ data: path.join(elsewhere, 'store'), certfile: path.join(cwd, 'c.pem') })
  })

  test('variables as text: numbers, switches, names with URLs', async () => {
    const env = {
      ITERON_KEEP_WORKSPACE: 'true',
      ITERON_SLOTS: '3',
      ITERON_EXECUTORS: 'local=process:,null=memory:',
    }
    const { settings } = await load({ env })
    expect(settings).toMatchObject({
      'keep-workspace': true,
      slots: 3,
      executors: { local: 'process:', null: 'memory:' },
    })
  })

  test('an empty variable and an empty file say nothing', async () => {
    write('')
    expect((await load({ env: { ITERON_GRACE: '' } })).settings.grace).toBe(10)
  })
})

describe('what is refused', () => {
  test.each([
    ['endpont: a:1\n', 'there is no setting endpont', 'Did you mean endpoint?'],
    ['- a\n', 'is not a list of keys and values', 'config schema'],
    ['grace: [\n', "can't be read", '--config'],
    ['grace: soon\n', 'grace in', 'config schema'],
    ['slots: 0\n', 'must be at least 1', 'config schema'],
    ['bus: nowhere\n', 'must be a URL', 'config schema'],
  ])('the file %j', async (text, message, hint) => {
    write(text)
    await expect(load()).rejects.toMatchObject({
      exit: 2,
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    })
  })

  test('every wrong value is named at once', async () => {
    const loading = load({ flags: { slots: 'many' }, env: { ITERON_DURABILITY: 'none' } })
    await expect(loading).rejects.toThrow(/--slots must be .*; ITERON_DURABILITY must be power or process/)
  })
})

describe('config commands', () => {
  test('schema prints every setting with its description', async () => {
    const schema = JSON.parse((await iteron(['config', 'schema'])).stdout) as {
      properties: Record<string, { description?: string }>
      additionalProperties: boolean
    }
    expect(Object.keys(schema.properties)).toEqual(SETTING_NAMES)
    expect(Object.values(schema.properties).every(({ description }) => (description ?? '') !== '')).toBe(true)
    expect(schema.additionalProperties).toBe(false)
  })

  test('check shows values with their origin, and no passwords', async () => {
    write('bus: amqp://me:secret@host/x\n')
    const { exit, stdout } = await iteron(['config', 'check', '-o', 'json'], { cwd })
    expect(exit).toBe(0)
    expect(stdout).toContain('amqp://me:***@host/x')
    expect(stdout).not.toContain('secret')
    const { settings } = JSON.parse(stdout) as { settings: object[] }
    expect(settings).toContainEqual({ name: 'endpoint', value: '127.0.0.1:1', from: 'ITERON_ENDPOINT' })
  })

  test.each(['retention:\n', 'retention: [a]\n'])('check says what %j must be', async (text) => {
    write(text)
    const { exit, stderr } = await iteron(['config', 'check'], { cwd })
    expect([exit, stderr]).toEqual([2, expect.stringContaining('must be a mapping of keys to values')])
  })

  test('check shows lists as lists', async () => {
    const retention = { rules: [{ what: 'logs', maxCount: 2 }] }
    write(JSON.stringify({ retention }))
    const { stdout } = await iteron(['config', 'check'], { cwd })
    expect(stdout).toContain(JSON.stringify(retention))
  })

  test('check fails for a file with an unknown key', async () => {
    write('nonsense: 1\n')
    expect((await iteron(['config', 'check'], { cwd })).exit).toBe(2)
  })
})
