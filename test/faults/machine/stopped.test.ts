import { expect } from '@jest/globals'
import { Gate } from '../../e2e/gate.ts'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { withInstallation } from '../../e2e/installation.ts'
import { fault, inForm } from '../fault.ts'

/** The module's time is over while nobody looks. */
const TIMEOUT = '4s'
/** The long form is longer than a lease. */
const STOPPED_MS = inForm({ short: 5000, long: 20_000, soak: 180_000 })
const ON_MS = 5000

fault(
  {
    fault: 'SIGSTOP of the process, for longer than a lease in the long form, then SIGCONT',
    holds:
      'its modules go on meanwhile, each counts once, one that ended then succeeded even if its timeout was over before anyone looked, and it is at work at once',
    limitMs: STOPPED_MS + 60_000,
  },
  async () => {
    await withInstallation({}, async (installation) => {
      await installation.start()
      const { client, folder } = installation
      const gate = new Gate(path.join(folder, 'gate'))
      try {
        await client.shell('one', `${gate.script}; echo x >> ${folder}/runs`, {
          subscribes: ['one'],
          retry: { count: 3 },
          timeout: TIMEOUT,
        })
        const event = await client.publish({ type: 'one' })
        const [job] = await client.begun(event)
        await client.hears(job!.id, 'begun')
        installation.server.signal('SIGSTOP')
        gate.release()
        await pause(STOPPED_MS) // what is tested is the time itself
        installation.server.signal('SIGCONT')
        const from = performance.now()
        expect(await client.outcome(event)).toMatchObject({ verdict: 'succeeded' })
        expect(await client.run({ type: 'other' })).toMatchObject({ verdict: 'succeeded' })
        expect(performance.now() - from).toBeLessThan(ON_MS)
        expect(await client.job(job!.id)).toMatchObject({ state: 'succeeded', attempts: 1 })
      } finally {
        gate.close()
      }
    })
  },
)
