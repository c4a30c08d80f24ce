import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Terminal } from './terminal.ts'
import { readTour } from './tour.ts'

const STARTED_MS = 20_000
const DONE_MS = 60_000

const tour = readTour()
const [server, ...steps] = tour

describe("the README's tour", () => {
  let folder: string
  let first: Terminal
  let second: Terminal | undefined

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'iteron-tour-'))
    first = new Terminal({ folder, environment: { ITERON_GRPC: '127.0.0.1:0', ITERON_HTTP: '127.0.0.1:0' } })
  })

  afterAll(async () => {
    await second?.close()
    await first.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test.each(tour)('can be typed: $commands', ({ commands }) => {
    const { status, stderr } = spawnSync('sh', ['-n'], { input: commands, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  test('begins with the server, in a terminal of its own', () => {
    expect(tour.map(({ background }) => background)).toEqual([true, ...steps.map(() => false)])
  })

  test('the server says when it serves', async () => {
    first.type(server?.commands ?? '')
    const ready = new RegExp(`${server?.prints ?? ''}(\\S+)`)
    const found = await first.until(ready, STARTED_MS)
    second = new Terminal({ folder, environment: { ITERON_ENDPOINT: found[1] ?? '' } })
  })

  test.each(steps)(
    '$commands',
    async ({ commands, prints, exit }) => {
      const done = await second?.run(commands, DONE_MS)
      expect(done).toEqual({ output: expect.stringContaining(prints), exit })
    },
    DONE_MS,
  )
})
