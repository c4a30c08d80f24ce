import { renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@jest/globals'
import { root } from '../../architecture/imports.ts'
import { withInstallation, type Installation } from '../../e2e/installation.ts'
import { allPages } from '../../e2e/pages.ts'
import { fault, inForm } from '../fault.ts'
import { expectSound } from './sound.ts'

const YEAR_MS = 365 * 24 * 3600 * 1000
const PRELOAD = path.join(root, 'test/faults/machine/clock-offset.mjs')

/** Sets the server's wall clock off by so much, at once. */
function jump({ folder }: Installation, ms: number): void {
  const file = path.join(folder, 'offset')
  writeFileSync(`${file}.new`, String(ms))
  renameSync(`${file}.new`, file)
}

fault(
  {
    fault: 'the clock jumps by a year, forth and back, while modules run and retries wait',
    holds:
      'a retry is not put off by a year, a timeout neither comes early nor fails to come, joins run, lists page, logs are whole',
  },
  async () => {
    const file = path.join('/proc/self/cwd', 'offset') // the server's working directory is the test's folder
    const environment = { NODE_OPTIONS: `--import=file://${PRELOAD}`, ITERON_CLOCK_OFFSET: file }
    await withInstallation({ environment }, async (installation) => {
      await installation.start()
      const { client } = installation
      const retry = { count: 5, backoff: { initial: '3s', max: '3s' } }
      const script = `[ -e ${installation.folder}/mended ] || exit 1`
      await client.shell('flaky', script, { subscribes: ['start'], retry })
      await client.shell('slow', 'sleep 1.5; echo slept', { subscribes: ['start'], timeout: '30s' })
      await client.shell('hangs', 'sleep 600', { subscribes: ['hang'], timeout: '3s' })
      await client.shell('joins', 'ls in/events > out/data/events', {
        join: { root: 'start', collect: ['never'] },
      })
      const hanging = await client.publish({ type: 'hang' })
      const event = await client.publish({ type: 'start' })
      const jobs = await client.begun(event, 2)
      const flaky = jobs.find(({ module }) => module === 'flaky')!
      await client.reaches(flaky.id, 'waiting')
      jump(installation, YEAR_MS)
      const later = await client.publish({ type: 'start' })
      const [first] = (await client.begun(later, 2)).filter(({ module }) => module === 'flaky')
      await client.reaches(first!.id, 'waiting')
      expect(first!.createdAtMs - flaky.createdAtMs).toBeGreaterThan(YEAR_MS / 2) // the server believes it
      jump(installation, -YEAR_MS)
      writeFileSync(path.join(installation.folder, 'mended'), '')
      expect(await client.outcome(event)).toMatchObject({ verdict: 'succeeded' })
      expect(await client.outcome(later)).toMatchObject({ verdict: 'succeeded' })
      expect((await client.outcome(hanging)).jobs[0]).toMatchObject({ failure: { class: 'timeout' } })
      const slow = (await client.jobsOf(event)).find(({ module }) => module === 'slow')!
      expect(await client.log(slow.id)).toBe('slept')
      await pagesAreWhole(installation)
      if (inForm({ short: true, long: false, soak: false })) return
      await installation.stop()
      await expectSound(installation)
      jump(installation, 0)
      await installation.start()
    })
  },
)

/** Each job is on exactly one page. */
async function pagesAreWhole({ client }: Installation): Promise<void> {
  const seen = await allPages(
    (pageToken) => client.call('jobs', 'ListJobs', { pageSize: 2, pageToken }),
    ({ jobs }) => jobs.map(({ id }) => id),
  )
  expect(new Set(seen).size).toBe(7)
  expect(seen).toHaveLength(7)
}
