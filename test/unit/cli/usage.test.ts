import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { VERSION } from '../../../core/version.ts'
import { NOUNS } from '../../../cli/nouns.ts'
import { iteron } from './captured-io.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const folder = temporaryFolder('usage')
writeFileSync(path.join(folder, 'a.txt'), 'a')

/** Wrong in one way each; where the server is asked first, the exit code would be 3. */
const WRONG: readonly [string, string, string?][] = [
  ['jbo list', 'no command "jbo"', 'Did you mean `iteron job`?'],
  ['job lsit', 'no command "job lsit"', 'Did you mean `iteron job list`?'],
  ['job', '`iteron job` needs a command', 'list, get, watch'],
  ['job get', '<job> is missing'],
  ['job get a b', 'unexpected argument "b"'],
  ['job list --modle x', 'no option --modle', 'Did you mean --module?'],
  ['--modle x job list', 'no option --modle'],
  ['job list -z', 'no option -z'],
  ['job list --limit', '--limit needs a value'],
  ['job list --limit none', '--limit must be a whole number of at least 1'],
  ['job list --limit 0', '--limit must be a whole number of at least 1'],
  ['job list --state runing', '--state can\'t be "runing"', 'Did you mean running?'],
  ['job list --since yesterday', '--since can\'t be "yesterday"', '10m'],
  ['job list --module a --module b', '--module was given more than once'],
  ['job list -o xml', '--output can\'t be "xml"', 'table, json, yaml'],
  ['job list -o tree', '--output can\'t be "tree"'],
  ['job list --endpoint nohost', '--endpoint must be HOST:PORT'],
  ['job list --endpoint a:70000', '--endpoint must be HOST:PORT'],
  ['job list --timeout soon', '--timeout must be a number of seconds'],
  ['job list --timeout 0', '--timeout must be more than 0'],
  ['job list --certfile x.pem', '--certfile was given alone', '--keyfile'],
  ['job list --cacertfile nowhere.pem', "--cacertfile can't be read"],
  ['job list --config nowhere.yaml', "nowhere.yaml can't be read"],
  ['job list --all --limit 5', '--all and --limit were given together'],
  ['job cancel a --reason=', '--reason is empty'],
  ['module create -n a', '--event-subscriptions and --module-image are missing'],
  ['module create -n a -i b --module-image=', '--module-image is empty'],
  ['module create -f m.yaml -n a', '-f and --name were given together'],
  ['module create -f nowhere.yaml', "nowhere.yaml can't be read"],
  ['module create -n a -i b -m c --retry-count -1', '--retry-count must be a whole number'],
  ['module create -n a -i b -m c --config-map-file nowhere.env', "nowhere.env can't be read"],
  ['module get', 'the name of the module is missing'],
  ['module get a -n b', 'two modules were named'],
  ['module update', '--name is missing'],
  ['event publish', '<type> is missing'],
  ['event publish t --data novalue', '--data "novalue" is not KEY=VALUE'],
  ['event publish t --data a=1 --data a=2', '--data a=… was given twice'],
  ['event publish t --id=', 'the event id is empty'],
  ['event publish t --file nowhere', 'there is no such file'],
  ['event publish t --file .', 'is not a regular file'],
  ['event publish t --file a.txt --file x/../a.txt', 'would both be in/data/a.txt'],
  ['event create --event-id 1', '--event-type is missing'],
  ['event create --event-type t --amqp-connection-string amqp://x', '--amqp-connection-string is not taken'],
  ['event get x --amqp-connection-string amqp://x', '--amqp-connection-string is not taken'],
  ['dead-letter redrive', 'nothing was chosen', '--all'],
  ['dead-letter redrive a --module m', 'ids and filters were given together'],
  ['dead-letter list --state lost', '--state can\'t be "lost"'],
  ['trace flow', '--correlation-id is missing'],
  ['lineage up', '<id> is missing'],
  ['lineage up a --depth 0', '--depth must be a whole number of at least 1'],
  ['artifact download a', '<artifact> <dir> is missing'],
  ['dev run', '--module-file is missing'],
]

describe('wrong usage', () => {
  test.each(WRONG)('%s', async (line, message, hint = '') => {
    const { exit, stdout, stderr } = await iteron(line.split(' '), { cwd: folder })
    expect(stderr).toContain(message)
    expect(stderr).toContain(hint)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
  })

  test('is told as JSON to those who asked for JSON', async () => {
    const { exit, stderr } = await iteron(['job', 'get', '-o', 'json'])
    expect(exit).toBe(2)
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: 'INVALID_ARGUMENT',
        message: '<job> is missing',
        hint: 'Usage: `iteron job get <job>`.',
        exitCode: 2,
      },
    })
  })

  test("-o is Ion's --event-publications in module create", async () => {
    const { stderr } = await iteron(['module', 'create', '-o', 'json', '-n', 'a'])
    expect(stderr).toMatch(/^iteron: --event-subscriptions/)
  })

  test('a variable that is wrong is named', async () => {
    const { exit, stderr } = await iteron(['job', 'list'], { env: { ITERON_TIMEOUT: 'soon' } })
    expect(exit).toBe(2)
    expect(stderr).toContain('ITERON_TIMEOUT must be a number of seconds')
  })
})

describe('without a server', () => {
  test.each([
    'job list',
    'job watch',
    'job logs a -f',
    'event wait a',
    'event publish t --data a=b',
    'event publish t --file a.txt',
    'module create -n a -i b -m true',
    'artifact download a somewhere',
    'trace flow -c a',
    'status',
  ])('%s says what to start, exit 3', async (line) => {
    const { exit, stdout, stderr } = await iteron(line.split(' '), { cwd: folder })
    expect(exit).toBe(3)
    expect(stderr).toContain("can't reach the server at 127.0.0.1:1: connect ECONNREFUSED")
    expect(stderr).toContain('Start it with `iteron up`')
    expect(stdout).toBe('')
  })

  test('an offline command says that there is no folder either', async () => {
    const { exit, stderr } = await iteron(['doctor'], { cwd: folder })
    expect(exit).toBe(3)
    expect(stderr).toContain('there is no data folder')
  })

  test.each(['empty', 'none'])('a folder without a store is only looked at: %s', async (name) => {
    const data = path.join(folder, name)
    if (name === 'empty') mkdirSync(data)
    const { exit, stderr } = await iteron(['doctor', '--data', data], { cwd: folder })
    const why = {
      empty: `the folder ${data} holds no installation`,
      none: `there is no data folder ${data}`,
    }[name]
    expect([exit, stderr]).toEqual([3, expect.stringContaining(why!)])
    expect(existsSync(data) ? readdirSync(data) : []).toEqual([])
    expect(existsSync(data)).toBe(name === 'empty')
  })
})

describe('help', () => {
  test('of the program names every command', async () => {
    const { exit, stdout } = await iteron(['--help'])
    expect(exit).toBe(0)
    for (const { name } of NOUNS) expect(stdout).toContain(`iteron ${name} `)
  })

  test('is shown where nothing was asked for, as wrong usage', async () => {
    const { exit, stdout, stderr } = await iteron([])
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain('Commands:')
  })

  test.each(NOUNS.map(({ name }) => name))('of %s loads its commands', async (name) => {
    const { exit, stdout } = await iteron([name, '--help'])
    expect(exit).toBe(0)
    expect(stdout).toContain(`iteron ${name}`)
  })
})

describe('commands that need no server', () => {
  test('version', async () => {
    expect((await iteron(['version'])).stdout).toBe(`${VERSION}\n`)
    expect(JSON.parse((await iteron(['version', '-ojson'])).stdout)).toMatchObject({ version: VERSION })
  })

  test('completion prints a script, and the script gets its words', async () => {
    expect((await iteron(['completion'])).stdout).toContain('--get-yargs-completions')
    const offered = async (...words: string[]) =>
      (await iteron(['--get-yargs-completions', 'iteron', ...words])).stdout.trim().split('\n')
    expect(await offered('dead')).toEqual(['dead-letter'])
    expect(await offered('job', 'l')).toEqual(['list', 'logs'])
    expect(await offered('job', 'list', '--st')).toEqual(['--state'])
  })
})
