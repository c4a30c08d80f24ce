import { expect } from '@jest/globals'
import { withInstallation } from '../../e2e/installation.ts'
import { fault, inForm, randomFor } from '../fault.ts'
import { probed } from './readings.ts'
import { Soak } from './soak.ts'

const MINUTE_MS = 60_000
const MINUTES = Number(process.env['ITERON_SOAK_MINUTES'] ?? inForm({ short: 0.5, long: 0.4, soak: 20 }))
/** For measuring the peak, coming to rest, and reading everything in the end. */
const REST_MS = 5 * MINUTE_MS
/** The server's working folder is the test's. */
const PROBE = '/proc/self/cwd/probe.json'

fault(
  {
    fault:
      'all of it at once at half of peak: trees, failing and hostile modules, clients of all kinds, hostile input, cancels, redrives, pauses, gc, backups, kill -9, SIGSTOP',
    holds:
      'memory, descriptors, handles, threads and files stay flat, jobs take no longer in the end; each event led to exactly what it must',
    form: 'long',
    limitMs: MINUTES * 1.1 * MINUTE_MS + REST_MS,
  },
  async () => {
    const options = { arguments: ['--slots', '4', '--log-level', 'error'], environment: probed(PROBE) }
    await withInstallation(options, async (installation) => {
      const soak = new Soak(installation, randomFor('soak'), MINUTES * MINUTE_MS)
      expect(await soak.run()).toEqual([])
    })
  },
)
