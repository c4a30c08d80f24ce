import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { root } from '../architecture/imports.ts'
import { withInstallation } from './installation.ts'

const INSTALL_MS = 300_000

const long = process.env['ITERON_TEST_LONG'] === '1' ? describe : describe.skip

describe('what is packed', () => {
  test('is the program and the .proto files, and nothing of the sources', () => {
    const { files } = pack('--dry-run')
    const folders = new Set(files.map((file) => file.split('/').slice(0, -1)[0] ?? file))
    expect([...folders].sort()).toEqual(['LICENSE', 'README.md', 'bin', 'dist', 'package.json', 'proto'])
    expect(files.filter((file) => file.endsWith('.ts'))).toEqual([])
    expect(files).toContain('dist/program/main.cjs')
  })
})

long('the packed package', () => {
  let folder: string

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'iteron-package-'))
    const { filename } = pack('--pack-destination', folder)
    const target = path.join(folder, 'elsewhere')
    mkdirSync(target)
    writeFileSync(path.join(target, 'package.json'), '{"private":true}')
    npm(target, 'install', '--no-audit', '--no-fund', '--prefer-offline', path.join(folder, filename))
  }, INSTALL_MS)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('runs, installed in another folder: `iteron up` and a first job', async () => {
    const modules = path.join(folder, 'elsewhere/node_modules')
    expect(readdirSync(path.join(modules, '.bin'))).toContain('iteron')
    const program = path.join(modules, 'iteron/bin/iteron.js')
    await withInstallation({ program }, async (installation) => {
      await installation.start()
      const module = ['-n', 'upper', '-i', 'text', '-m', 'tr a-z A-Z < in/data/note > out/data/note']
      expect(await installation.cli('module', 'create', ...module)).toMatchObject({ exit: 0, stderr: '' })
      writeFileSync(path.join(installation.folder, 'note'), 'hello\n')
      const publish = ['text', '--file', 'note', '--wait']
      expect(await installation.cli('event', 'publish', ...publish)).toMatchObject({ exit: 0 })
      const { jobs } = await installation.client.call('jobs', 'ListJobs', {})
      expect(await installation.client.output(jobs[0]!.id)).toEqual({ note: 'HELLO\n' })
    })
  })
})

interface Packed {
  readonly filename: string
  readonly files: readonly string[]
}

function pack(...args: string[]): Packed {
  // the build is there already, and others run on it
  const output = npm(root, 'pack', '--json', '--ignore-scripts', ...args)
  const [packed] = JSON.parse(output) as { filename: string; files: { path: string }[] }[]
  return { filename: packed!.filename, files: packed!.files.map((file) => file.path) }
}

function npm(cwd: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8', timeout: INSTALL_MS })
  if (status !== 0) throw new Error(`npm ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`)
  return stdout
}
