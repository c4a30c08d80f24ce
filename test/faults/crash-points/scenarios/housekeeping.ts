import { damageBlob } from '../damage-blob.ts'
import type { Run } from '../run.ts'
import type { Scenario } from '../scenarios.ts'

const EVERYTHING = JSON.stringify({
  rules: ['events', 'jobs', 'logs', 'artifacts'].map((what) => ({ what, maxCount: 0 })),
})

/** What one collection makes garbage, the next may be the first to free. */
const ROUNDS = 3

/** All that has ended goes: tombstones of it stay. */
export const collected: Scenario = {
  repeats: ['uploads'],
  run: async (run) => {
    await run.shell('copy', 'echo copying; cp -R in/data/. out/data/; echo new > out/data/new', {
      subscribes: ['photo'],
    })
    const artifact = await run.upload({ a: '1', b: '2' })
    const dataJson = JSON.stringify({ text: 'x'.repeat(80_000) })
    await run.publish({ type: 'photo', id: 'p-1', dataJson, files: [{ artifact }] })
    await run.rest('p-1')
    await collect(run, EVERYTHING)
  },
}

/** What is published again is known, and its data are stored and freed once more. */
export const expiredAgain: Scenario = {
  run: async (run) => {
    const event = { type: 'text', id: 'x-1', dataJson: JSON.stringify({ text: 'x'.repeat(80_000) }) }
    await run.publish(event)
    await run.rest('x-1')
    await collect(run, EVERYTHING)
    await run.publish(event)
    await run.until(async (client) => (await client.call('server', 'GetStatistics', {})).queueDepth === 0)
    await collect(run)
  },
}

/** The second upload refers to the bytes of the first, which are to be freed. */
export const acquitted: Scenario = {
  repeats: ['uploads'],
  run: async (run) => {
    const artifact = await run.upload({ a: '1' })
    await run.upload({ b: '1' })
    await run.change((client) => client.call('artifacts', 'DeleteArtifact', { artifact }))
    await collect(run)
  },
}

/** Bytes of which no record speaks any more, since they were found damaged. */
export const damagedCopy: Scenario = {
  run: async (run) => {
    const artifact = await run.upload({ a: 'whole' })
    damageBlob(run, 'other')
    await run.ask((client) => client.all('artifacts', 'VerifyArtifacts', {}))
    await run.change((client) => client.call('artifacts', 'DeleteArtifact', { artifact }))
    await collect(run)
  },
}

/** As a backup does it: nothing is freed as long as somebody reads. */
export const snapshot: Scenario = {
  run: async (run) => {
    await run.ask(async (client) => {
      const settings = { timeoutMs: 10_000 }
      const parts = client.connection.stream('backup', 'TakeSnapshot', {}, settings)
      for await (const { end } of parts) if (end) return
    })
  },
}

async function collect(run: Run, policyJson = ''): Promise<void> {
  for (let n = 0; n < ROUNDS; n += 1)
    await run.ask((client) => client.all('housekeeping', 'CollectGarbage', { policyJson }))
}
