import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { gitState } from '../../../cli/git-state.ts'
import { changedSpec, moduleOptions, specFromFlags, type ModuleFlags } from '../../../cli/module-spec.ts'
import { resolveProgram } from '../../../cli/program-files.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const folder = temporaryFolder('module')
const noFlags = Object.fromEntries(
  Object.keys(moduleOptions).map((name) => [name, undefined]),
) as unknown as ModuleFlags
const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`

describe("Ion's flags as a specification", () => {
  test('all of them', () => {
    writeFileSync(path.join(folder, 'm.env'), 'A=1\nB="two words"\n# nothing\n')
    const flags = {
      ...noFlags,
      name: 'a',
      'event-subscriptions': 'x.in, y.in',
      'event-publications': 'x.out',
      'module-image': 'registry/image:1',
      provider: 'kubernetes',
      'handler-image': 'registry/handler:1',
      'instance-count': 2,
      'retry-count': 0,
      'max-exec-mins': 0,
      'config-map-file': 'm.env',
    }
    expect(specFromFlags(flags, folder)).toEqual({
      name: 'a',
      subscribes: ['x.in', 'y.in'],
      publishes: ['x.out'],
      image: 'registry/image:1',
      executor: 'kubernetes',
      handlerImage: 'registry/handler:1',
      concurrency: 2,
      retry: { count: 0 },
      timeout: '0m',
      environment: { A: '1', B: 'two words' },
    })
  })

  test('-m is a line for the shell where the provider is local', () => {
    const spec = specFromFlags({ ...noFlags, name: 'a', 'module-image': 'echo "$A" > out/data/a' }, folder)
    expect(spec).toEqual({ name: 'a', command: ['/bin/sh', '-c', 'echo "$A" > out/data/a'] })
  })

  test('an update changes only what was given', () => {
    const current = {
      command: ['a'],
      retry: { count: 1, backoff: { initial: '1s' } },
      timeout: '5m',
    }
    expect(changedSpec(current, { retry: { count: 3 } })).toEqual({
      ...current,
      retry: { count: 3, backoff: { initial: '1s' } },
    })
    expect(changedSpec(current, { image: 'b' })).toEqual({ image: 'b', retry: current.retry, timeout: '5m' })
  })
})

describe('program files', () => {
  mkdirSync(path.join(folder, 'node'))
  mkdirSync(path.join(folder, 'lib'))
  writeFileSync(path.join(folder, 'detect.js'), 'detect')
  writeFileSync(path.join(folder, 'lib/run.sh'), 'run')
  const detect = { path: path.join(folder, 'detect.js'), digest: digestOf('detect') }

  test('files that the command names are made absolute and digested', async () => {
    const { spec, code } = await resolveProgram({ command: ['node', 'detect.js', '--fast', 'lib'] }, folder)
    expect(spec.command).toEqual(['node', detect.path, '--fast', 'lib'])
    expect(code).toEqual([detect])
  })

  test('a program is looked up by PATH unless it is a path', async () => {
    const bare = await resolveProgram({ command: ['detect.js'] }, folder)
    expect(bare).toEqual({ spec: { command: ['detect.js'] }, code: [] })
    const named = await resolveProgram({ command: ['./lib/run.sh', './detect.js', detect.path] }, folder)
    expect(named.spec.command).toEqual([path.join(folder, 'lib/run.sh'), detect.path, detect.path])
    expect(named.code).toHaveLength(2)
  })

  test('a program that is a path to nothing is wrong usage, for the local executor', async () => {
    const command = ['./nowhere.sh']
    await expect(resolveProgram({ command }, folder)).rejects.toMatchObject({ exit: 2 })
    expect(await resolveProgram({ command, executor: 'kubernetes' }, folder)).toMatchObject({
      spec: { command },
    })
  })

  test('the shell of -m is no file of the program', async () => {
    expect((await resolveProgram({ command: ['/bin/sh', '-c', 'true'] }, folder)).code).toEqual([])
  })

  test('what is not a command is left to the server', async () => {
    expect(await resolveProgram({ command: 'detect.js' }, folder)).toEqual({
      spec: { command: 'detect.js' },
      code: [],
    })
  })
})

describe('the state of the work tree', () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', '-C', tree, ...args], {
      encoding: 'utf8',
    }).trim()
  const tree = temporaryFolder('git')

  test('its commit, and a digest of what was not committed', async () => {
    expect(await gitState(tree)).toBeUndefined()
    git('init', '-q')
    writeFileSync(path.join(tree, 'a'), '1')
    git('add', 'a')
    git('commit', '-q', '-m', 'a')
    const commit = git('rev-parse', 'HEAD')
    expect(await gitState(tree)).toEqual({ commit })
    writeFileSync(path.join(tree, 'a'), '2')
    const second = await gitState(tree)
    expect(second).toEqual({ commit, dirty: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) })
    writeFileSync(path.join(tree, 'a'), '3')
    expect((await gitState(tree))?.dirty).not.toBe(second?.dirty)
  })
})
