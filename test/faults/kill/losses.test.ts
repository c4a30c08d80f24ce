import path from 'node:path'
import { expect } from '@jest/globals'
import { MAX_LOSSES } from '../../../core/model/failure.ts'
import { Gate } from '../../e2e/gate.ts'
import { withInstallation, type Installation } from '../../e2e/installation.ts'
import { fault } from '../fault.ts'

/** Kills the server under the job's module, when that has begun, and starts it again. */
async function lose(installation: Installation, job: string): Promise<void> {
  await installation.client.hears(job, 'begun')
  await installation.kill()
  await installation.start()
}

fault(
  {
    fault: 'kill -9 five times in a row while the same job runs',
    holds:
      'the job fails as lost and says so, so that what takes its node down does not loop for ever; redriven, it runs',
    form: 'long',
  },
  async () => {
    await withInstallation({ arguments: ['--slots', '2'] }, async (installation) => {
      const gate = new Gate(path.join(installation.folder, 'gate'))
      try {
        await installation.start()
        await installation.client.shell('heavy', gate.script, { subscribes: ['heavy'] })
        const key = await installation.client.publish({ type: 'heavy' })
        const [begun] = await installation.client.begun(key)
        const { id } = begun!
        for (let losses = 0; losses < MAX_LOSSES; losses += 1) await lose(installation, id)
        const failed = await installation.client.job(id)
        expect(failed).toMatchObject({ state: 'failed', attempts: MAX_LOSSES, failure: { class: 'lost' } })
        expect(failed.attemptList.map(({ state }) => state)).toEqual(Array(MAX_LOSSES).fill('lost'))
        gate.release()
        await installation.client.call('deadLetters', 'RedriveDeadLetters', { deadLetters: [id] })
        expect((await installation.client.outcome(key)).verdict).toBe('succeeded')
      } finally {
        gate.close()
      }
    })
  },
)
