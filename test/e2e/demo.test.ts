import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { root } from '../architecture/imports.ts'
import { LONG, describeUnless } from './exercised.ts'
import { IteronProcess } from './iteron-process.ts'
import { processesOf } from './processes.ts'

const DEMO_MS = 420_000
const ENDED_MS = 30_000

const short = LONG ? undefined : 'it takes minutes and gets 320 MB of packages; ITERON_TEST_LONG=1 runs it'

/** Sections in their order, and what each must say. */
const SAYS: readonly RegExp[] = [
  /^── Packages of the example /,
  /^── Iteron, in one process /,
  /^It serves gRPC on 127\.0\.0\.1:\d+ and HTTP on 127\.0\.0\.1:\d+/,
  /^Module registered: report /,
  /^── One event /,
  /\/lost\.jpg$/,
  /^── Its jobs/,
  /FAILED after 2 attempts: download /,
  /lost\.jpg can't be fetched: HTTP 404 Not Found$/,
  /DISCARDED: download /,
  /the join report \(\w+\) runs without it$/,
  /52 of 52 jobs so far have ended$/,
  /^── What became of the photographs /,
  /^sample1\.jpg {4}published with 3 faces blurred: /,
  /^wineglass\.jpg {2}published as it is: it shows no face\.$/,
  /^lost\.jpg {7}not published\. It was not downloaded\.$/,
  /^── Where the time went /,
  /^52 jobs in 53 attempts\./,
  /^accept +\d+\.\d\d s +\d+\.\d ms /,
  /^queue +\d+\.\d\d s +\d+\.\d ms /,
  /^prepare +\d+\.\d\d s +\d+\.\d ms /,
  /^module +\d+\.\d\d s +\d+\.\d ms /,
  /^commit +\d+\.\d\d s +\d+\.\d ms /,
  /^Iteron's own part .* is \d+\.\d\d s: \d+\.\d % of the work/,
  /^── How sample\d-blurred\.jpg came to be /,
  /job blur-faces@1 /,
  /job detect-faces@1 /,
  /job download@1 /,
  /event batch\.received /,
  /^Its URL is in the event photo\.requested \w+: http:\/\/127\.0\.0\.1:\d+\/sample\d\.jpg$/,
  /^── The report /,
  /^The report of the batch, a web page: +\/.+\/index\.html$/,
]

describeUnless(short, 'npm run demo', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'iteron-demo-test-'))
  })

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  const start = () =>
    new IteronProcess([], {
      cwd: root,
      program: path.join(root, 'scripts/demo.mjs'),
      // ITERON_ variables of whoever runs it don't count
      environment: { TMPDIR: folder, ITERON_SLOTS: 'none' },
    })

  test(
    'shows what became of every photograph, and ends with nothing left running',
    async () => {
      const { exit, stdout, stderr } = await start().end(DEMO_MS)
      expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
      const lines = stdout.trimEnd().split('\n')
      const unsaid = SAYS.filter((pattern) => {
        const at = lines.findIndex((line) => pattern.test(line))
        lines.splice(0, at + 1)
        return at === -1
      })
      expect({ unsaid, after: lines }).toEqual({ unsaid: [], after: [] })
      const [, page = ''] = /web page: +(\S+)$/m.exec(stdout) ?? []
      expect(readFileSync(page, 'utf8')).toContain('This report is incomplete.')
      expect(readdirSync(path.join(path.dirname(page), 'pictures')).filter(isFace)).toHaveLength(22)
      expect(processesOf(folder)).toEqual([])
    },
    DEMO_MS,
  )

  test(
    'interrupted, it ends all that it started',
    async () => {
      const demo = start()
      await demo.prints(/jobs so far have ended; at work: /, DEMO_MS)
      expect(processesOf(folder).length).toBeGreaterThan(2)
      demo.signal('SIGINT')
      const { exit, stderr } = await demo.end(ENDED_MS)
      expect({ exit, stderr }).toEqual({
        exit: 130,
        stderr: expect.stringContaining('was interrupted by SIGINT'),
      })
      expect(processesOf(folder)).toEqual([])
      const [left = ''] = /\S+(?=\.\n$)/.exec(stderr) ?? []
      expect(existsSync(path.join(left, 'iteron.log'))).toBe(true)
    },
    DEMO_MS + ENDED_MS,
  )
})

const isFace = (name: string) => /-face-\d+\.jpg$/.test(name)
