import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { root } from '../architecture/imports.ts'
import { VERSION } from '../../core/version.ts'
import { iteron } from '../unit/cli/captured-io.ts'
import { CliServer, Program } from './cli-server.ts'

const LIMIT_MS = 40_000

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'iteron-process-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('the program', () => {
  test('version, and the exit code of wrong usage', async () => {
    expect(await new Program(['version'], { cwd: folder }).result()).toEqual({
      exit: 0,
      stdout: `${VERSION}\n`,
      stderr: '',
    })
    expect((await new Program(['jobs'], { cwd: folder }).result()).exit).toBe(2)
  })

  test('a reader that goes away is no error', () => {
    const bin = path.join(root, 'bin/iteron.js')
    const run = spawnSync(
      'bash',
      ['-c', `'${process.execPath}' '${bin}' config schema | head -n 1; echo "\${PIPESTATUS[0]}"`],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    )
    expect(run).toMatchObject({ stdout: '{\n0\n', stderr: '' })
  })

  test(
    'interrupted, it ends with 130',
    async () => {
      const server = await CliServer.start(folder)
      try {
        const slow = ['module', 'create', '-n', 'slow', '-i', 'slow.in', '-m', 'echo begun; sleep 600']
        expect((await server.iteron(...slow)).exit).toBe(0)
        const id = (await server.iteron('event', 'publish', 'slow.in')).stdout.trim()
        const watching = new Program(['job', 'watch', '-c', id], {
          cwd: folder,
          env: { ITERON_ENDPOINT: server.endpoint },
        })
        await watching.line(/running/)
        expect(await watching.stop('SIGINT')).toMatchObject({ exit: 130, stderr: 'iteron: interrupted\n' })
        await server.iteron('job', 'cancel', (await server.json<{ id: string }[]>('job', 'list'))[0]!.id)
      } finally {
        await server.program.stop()
      }
    },
    LIMIT_MS,
  )
})

describe('offline commands', () => {
  test(
    'ask the server that has the folder; open the folder when it has ended; find what is broken',
    async () => {
      writeFileSync(path.join(folder, 'a.txt'), 'text')
      const server = await CliServer.start(folder)
      await server.iteron('event', 'publish', 'nobody', '--file', 'a.txt')
      const data = path.join(folder, '.iteron')
      expect(await server.json('doctor', '--data', data)).toMatchObject({ sound: true })
      await server.program.stop()
      expect(await server.json('doctor', '--data', data)).toMatchObject({ sound: true })
      expect(await server.json('artifact', 'verify')).toMatchObject({ files: 1, damaged: 0 })
      spoil(path.join(data, 'blobs'), 'a.txt')
      const { exit, stdout } = await server.iteron('artifact', 'verify')
      expect({ exit, stdout }).toMatchObject({ exit: 1, stdout: expect.stringContaining('a.txt') })
    },
    LIMIT_MS,
  )

  test(
    'certificates: made once, and good for a server and its clients',
    async () => {
      expect((await iteron(['certs', 'create', 'pki'], { cwd: folder })).exit).toBe(0)
      expect((await iteron(['certs', 'create', 'pki'], { cwd: folder })).exit).toBe(5)
      const files = (role: string) => [
        ...['--certfile', `pki/${role}.pem`, '--keyfile', `pki/${role}-key.pem`],
        ...['--cacertfile', 'pki/ca.pem'],
      ]
      const server = await CliServer.start(folder, files('server'))
      try {
        expect((await server.iteron('job', 'list', ...files('client'))).exit).toBe(0)
        expect((await server.iteron('job', 'list')).exit).toBe(3)
      } finally {
        await server.program.stop()
      }
    },
    LIMIT_MS,
  )
})

describe('dev run', () => {
  const write = (lines: readonly string[]) => {
    writeFileSync(path.join(folder, 'a.txt'), 'text')
    writeFileSync(path.join(folder, 'run.sh'), lines.join('\n'))
    const spec = 'name: d\nsubscribes: [in]\npublishes: [out]\ncommand: [sh, run.sh]\n'
    writeFileSync(path.join(folder, 'module.yaml'), spec)
  }
  const run = async (...more: string[]) =>
    await iteron(['dev', 'run', '-f', 'module.yaml', '--file', 'a.txt', ...more], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '' },
    })
  const event = (type: string) => `echo '{"type":"${type}","files":["b.txt"]}' > out/events/1`

  test('says what would be committed, and leaves nothing', async () => {
    write([
      'echo working',
      'cat in/data/a.txt > out/data/b.txt',
      `echo '{"n":1}' > out/insights.json`,
      event('out'),
    ])
    const { exit, stdout, stderr } = await run('-o', 'json')
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: 'working\n' })
    expect(JSON.parse(stdout)).toEqual({
      files: [{ path: 'b.txt', size: 4 }],
      events: [{ type: 'out', files: ['b.txt'], data: {} }],
      insights: [{ key: 'n', value: 1 }],
    })
    expect(readdirSync(folder).sort()).toEqual(['a.txt', 'module.yaml', 'run.sh'])
  })

  test('keeps the folder if it is told to', async () => {
    write(['cat in/data/a.txt > out/data/b.txt'])
    const { folder: kept } = JSON.parse((await run('--keep-workspace', '-o', 'json')).stdout) as {
      folder: string
    }
    expect(readFileSync(path.join(kept, 'out/data/b.txt'), 'utf8')).toBe('text')
    rmSync(path.dirname(path.dirname(kept)), { recursive: true })
  })

  test.each([
    ['a module that fails', ['exit 7'], 1, 'exited with 7'],
    ['an undeclared type', ['touch out/data/b.txt', event('other')], 1, '"other"'],
    ['a file that is not there', [event('out')], 1, 'b.txt'],
  ])('refuses %s as a commit would', async (_what, lines, exit, message) => {
    write(lines)
    expect(await run()).toMatchObject({ exit, stdout: '', stderr: expect.stringContaining(message) })
  })

  test('a specification that is wrong is wrong usage', async () => {
    write([])
    writeFileSync(path.join(folder, 'module.yaml'), 'name: d\ncommand: [sh, run.sh]\nsubscribs: [in]\n')
    expect(await run()).toMatchObject({ exit: 2, stderr: expect.stringContaining('subscribs') })
  })
})

/** Changes the bytes of a stored file. */
function spoil(store: string, name: string): void {
  const found = readdirSync(store, { recursive: true, encoding: 'utf8' }).find((file) =>
    file.endsWith(`/${name}`),
  )
  const file = path.join(store, found ?? '')
  chmodSync(file, 0o600)
  writeFileSync(file, 'tExt')
}
