import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { until } from '../../../e2e/processes.ts'
import { damageBlob } from '../damage-blob.ts'
import type { Scenario } from '../scenarios.ts'

const COPY = 'cp -R in/data/. out/data/'

export const upload: Scenario = {
  repeats: ['uploads'],
  run: async (run) => {
    await run.shell('copy', COPY, { subscribes: ['photo'] })
    const artifact = await run.upload({ a: '1', 'b/c': '2' })
    await run.publish({ type: 'photo', id: 'p-1', files: [{ artifact }] })
    await run.rest('p-1')
  },
}

/** The second upload refers to the bytes of the first. */
export const uploadAgain: Scenario = {
  repeats: ['uploads'],
  run: async (run) => {
    await run.upload({ a: '1' })
    await run.upload({ b: '1' })
  },
}

/** Takes back what it has stored. */
export const uploadRefused: Scenario = {
  run: async (run) => {
    await run.ask(async (client) => {
      const code = await client.upload({ a: '1', '../b': '2' }).then(
        () => 'OK',
        (error: unknown) => (error as { code?: string }).code,
      )
      if (code !== 'INVALID_ARGUMENT')
        throw Object.assign(new Error(`the upload ended with ${code}`), { code })
    })
  },
}

export const artifactDeleted: Scenario = {
  run: async (run) => {
    const artifact = await run.upload({ a: '1', b: '2' })
    await run.change((client) => client.call('artifacts', 'DeleteArtifact', { artifact }))
  },
}

/** A file that is so large that it is moved into the store. */
export const moved: Scenario = {
  run: async (run) => {
    await run.shell('large', 'head -c 400000 /dev/zero > out/data/large; echo 1 > out/data/small', {
      subscribes: ['large'],
    })
    await run.event('large', 'l-1')
  },
}

/** Bytes that somebody changed are found, and not referred to from then on. */
export const damaged: Scenario = {
  repeats: ['uploads'],
  run: async (run) => {
    await run.upload({ a: 'whole' })
    damageBlob(run, 'other')
    await run.ask((client) => client.all('artifacts', 'VerifyArtifacts', {}))
    damageBlob(run, 'whole')
  },
}

/** What is there stays: a store without its records isn't opened by a server, but by the command alone. */
export const reindexed: Scenario = {
  run: async (run) => {
    await run.shell('copy', COPY, { subscribes: ['photo'] })
    const artifact = await run.upload({ a: '1', b: '2' })
    await run.publish({ type: 'photo', id: 'p-1', files: [{ artifact }] })
    await run.rest('p-1')
    await run.ask((client) => client.all('artifacts', 'ReindexArtifacts', {}))
  },
}

/** The store has no place for an event's data at first: its delivery comes again. */
export const comesAgain: Scenario = {
  run: async (run) => {
    await run.shell('note', 'true', { subscribes: ['noted'] })
    const inTheWay = path.join(run.data, 'blobs', String(new Date().getUTCFullYear()))
    writeFileSync(inTheWay, '')
    await run.publish({ type: 'noted', id: 'n-1', dataJson: JSON.stringify({ text: 'x'.repeat(80_000) }) })
    await until('the event is put off', () => run.said.includes('it comes again'), 10_000)
    rmSync(inTheWay)
    await run.rest('n-1')
  },
}
