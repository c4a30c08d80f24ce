import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { root } from '../architecture/imports.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { IteronProcess, type Ended } from './iteron-process.ts'

const END_MS = 15_000

/** A copy of the program, with no cache. */
function copied(): string {
  const folder = temporaryFolder('code-cache')
  const isCache = (name: string) => name.endsWith('.cache') || /\.cache\.\d+$/.test(name)
  for (const part of ['bin', 'dist/program', 'proto', 'package.json'])
    cpSync(path.join(root, part), path.join(folder, part), {
      recursive: true,
      filter: (name) => !isCache(name),
    })
  mkdirSync(path.join(folder, 'cwd'))
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  return folder
}

describe("V8's code cache", () => {
  let folder: string
  let first: Ended
  beforeAll(async () => {
    folder = copied()
    first = await run()
  })

  const run = async () => {
    const program = path.join(folder, 'bin/iteron.js')
    return await new IteronProcess(['job', '--help'], { cwd: path.join(folder, 'cwd'), program }).end(END_MS)
  }
  const caches = () =>
    readdirSync(path.join(folder, 'dist/program'))
      .filter((name) => name.includes('.cache'))
      .map((name) => path.join(folder, 'dist/program', name))

  test('is made by the first command, whole, and nothing besides', () => {
    expect(first).toMatchObject({
      exit: 0,
      stderr: '',
      stdout: expect.stringContaining('iteron job') as unknown,
    })
    expect(caches()).toHaveLength(1)
    expect(readFileSync(caches()[0]!).length).toBeGreaterThan(10_000)
  })

  test('is kept by the next', async () => {
    const before = readFileSync(caches()[0]!)
    expect(await run()).toEqual(first)
    expect(readFileSync(caches()[0]!).equals(before)).toBe(true)
  })

  test.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, 5000)],
    ['empty', () => Buffer.alloc(0)],
    ['of changed bytes', (bytes: Buffer) => Buffer.from(bytes).fill(0, 5000, 9000)],
  ])('is made anew where it is %s', async (_, damaged) => {
    const [file] = caches()
    const whole = readFileSync(file!)
    writeFileSync(file!, damaged(whole))
    expect(await run()).toEqual(first)
    expect(readFileSync(file!).length).toBeGreaterThan(10_000)
    expect(caches()).toEqual([file])
  })

  test('of another program is not used', async () => {
    const main = path.join(folder, 'dist/program/main.cjs')
    const before = readFileSync(main, 'latin1')
    // as long as it was, which is all that V8 itself looks at
    const changed = before.replaceAll('Look at jobs, their logs', 'LOOK AT JOBS, THEIR LOGS')
    writeFileSync(main, changed, 'latin1')
    const help = await run()
    expect(changed).not.toBe(before)
    expect(help.stdout).toContain('LOOK AT JOBS, THEIR LOGS')
  })
})
