import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Task } from '../../../core/ports/executor.ts'
import type { ExecutorHarness } from '../executor.ts'
import { Bench } from './bench.ts'

interface Described {
  readonly arguments: string[]
  readonly environment: Record<string, string>
  readonly directory: string
  readonly stdin: string
}

const AWKWARD = [
  '',
  ' ',
  'a b',
  "it's",
  "''",
  '"quoted"',
  'new\nline\n',
  '\r\n\t\x01\x1e\x7f',
  '$HOME $(id) `id` ${X}',
  '\\',
  '\\\n',
  'a\\nb',
  '*?[a]~!#&|;<>(){}',
  '-n',
  '--',
  '=',
  'ü漢🎈',
  'x'.repeat(5000),
]

/** What a program gets: its arguments, environment and directory to the byte, and nothing else. */
export function testIsolation(harness: ExecutorHarness): void {
  describe('what a program gets', () => {
    let bench: Bench
    beforeEach(async () => {
      bench = await Bench.open(harness, 1)
    })
    afterEach(() => bench.close())

    async function describeTask(parameters: readonly string[], changes: Partial<Task>): Promise<Described> {
      const id = await bench.submit('describe', parameters, { maxLogBytes: 1 << 22, ...changes })
      expect(await bench.ended(id)).toMatchObject({ end: 'exit', exitCode: 0 })
      const { environment, ...rest } = JSON.parse((await bench.log(id)).join('')) as Described
      const own = Object.entries(environment).filter(([name]) => !harness.added.includes(name))
      return { ...rest, environment: Object.fromEntries(own) }
    }

    test('arguments to the byte', async () => {
      expect((await describeTask(AWKWARD, {})).arguments).toEqual(AWKWARD)
    })

    test('the whole environment and nothing else', async () => {
      process.env.ITERON_TEST_SECRET = 'secret'
      const values = Object.fromEntries(AWKWARD.map((value, index) => [`V${String(index)}`, value]))
      for (const environment of [
        {},
        { A: '1' },
        { PWD: '/odd', HOME: "o'dd", PATH: '/usr/bin:/bin' },
        values,
      ]) {
        expect((await describeTask([], { environment })).environment).toEqual(environment)
      }
    })

    test('variables whose names a shell would refuse or take for its own', async () => {
      const odd = { 'a.b': '1', 'with-dash': '2', '1x': '3', 'sp ace': '4', ü: '5', "q'": '6' }
      const own = {
        PPID: '1',
        OPTIND: 'x',
        IFS: 'abc',
        _: 'u',
        ENV: '/x',
        PS1: '$(id)',
        LINENO: 'y',
        UID: 'z',
        t: '1',
      }
      for (const environment of [odd, own, { ...odd, ...own }]) {
        expect((await describeTask(['a b'], { environment })).environment).toEqual(environment)
      }
    })

    test('an environment of 100 KB', async () => {
      const environment = Object.fromEntries(
        Array.from({ length: 100 }, (_, index) => [`BIG_${String(index)}`, `${String(index)}'`.repeat(330)]),
      )
      environment.ONE = 'y'.repeat(100_000)
      expect((await describeTask([], { environment })).environment).toEqual(environment)
    })

    test('a string with NUL, and a name that is none, are unstartable', async () => {
      const command = harness.command('exit', '0')
      expect((await bench.run('exit', [], { command: [...command, 'a\0b'] })).end).toBe('unstartable')
      expect((await bench.run('exit', ['0'], { environment: { A: 'a\0b' } })).end).toBe('unstartable')
      expect((await bench.run('exit', ['0'], { environment: { 'A=B': '' } })).end).toBe('unstartable')
      expect((await bench.run('exit', ['0'])).exitCode).toBe(0)
    })

    test('nothing to read on stdin', async () => {
      expect((await describeTask([], {})).stdin).toBe('')
    })

    test.each(['it\'s $HOME `id` \\ "x" *', 'new\nline', 'ü漢🎈', '-x', ' ', 'n'.repeat(255), 'a=b'])(
      'a directory named %j',
      async (name) => {
        const directory = join(await harness.directory(), name)
        await mkdir(directory)
        expect((await describeTask([], { directory })).directory).toBe(directory)
      },
    )
  })
}
