import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Scenario } from '../scenarios.ts'

const CLOUD_EVENT = 'application/cloudevents+json'

export const redrive: Scenario = {
  run: async (run) => {
    const mended = path.join(run.folder, 'mended')
    await run.shell('fragile', `[ -e '${mended}' ] && echo well > out/data/well`, { subscribes: ['fragile'] })
    const [job = ''] = await run.event('fragile', 'f-1')
    writeFileSync(mended, '')
    await run.change((client) => client.call('deadLetters', 'RedriveDeadLetters', { deadLetters: [job] }))
    await run.rest('f-1')
  },
}

export const discard: Scenario = {
  run: async (run) => {
    await run.shell('bad', 'exit 3', { subscribes: ['try'] })
    const [job = ''] = await run.event('try', 't-1')
    await run.change((client) => client.call('deadLetters', 'DiscardDeadLetters', { deadLetters: [job] }))
  },
}

export const cancel: Scenario = {
  run: async (run) => {
    await run.shell('slow', 'echo begun; exec sleep 60', { subscribes: ['slow'] })
    await run.publish({ type: 'slow', id: 's-1' })
    const job = await run.hears('s-1', 'begun')
    await run.ask((client) => client.reaches(job, 'running'))
    await run.change((client) => client.call('jobs', 'CancelJob', { job }))
    await run.rest('s-1')
  },
}

export const cancelTree: Scenario = {
  run: async (run) => {
    await run.shell('slow', 'echo begun; exec sleep 60', { subscribes: ['slow'] })
    await run.shell('slower', 'echo begun; exec sleep 61', { subscribes: ['slow'] })
    await run.shell('after', 'true', { join: { root: 'slow', collect: ['none'] } })
    await run.publish({ type: 'slow', id: 's-1' })
    const job = await run.ask(async (client) => (await client.begun('s-1', 3))[0]!.id)
    await run.change((client) => client.call('jobs', 'CancelJob', { job, tree: true }))
    await run.rest('s-1')
    await run.until(async (client) =>
      (await client.jobsOf('s-1')).every(({ state }) => state === 'cancelled'),
    )
  },
}

export const eventRedrive: Scenario = {
  repeats: ['copies'],
  run: async (run) => {
    await run.shell('note', 'cp in/eventmeta.json out/data/', { subscribes: ['noted'] })
    await run.event('noted', 'n-1')
    await run.change(async (client) => {
      const { event } = await client.call('events', 'RedriveEvent', { event: 'n-1' })
      await client.outcome(event!.key)
    })
  },
}

const refused = JSON.stringify({
  specversion: '1.0',
  id: 'r-1',
  source: 'outside',
  type: 'photo',
  data: { files: [{ path: 'a', artifact: 'f'.repeat(32) }] },
})

/** A message that can't be taken: given up. */
export const discardMessage: Scenario = {
  run: async (run) => {
    await run.post('/events', CLOUD_EVENT, refused)
    await run.rest('r-1')
    await run.change(async (client) => {
      const { deadLetters } = await client.call('deadLetters', 'ListDeadLetters', {
        filter: { kind: 'message' },
      })
      const ids = deadLetters.map(({ id }) => id)
      if (ids.length > 0) await client.call('deadLetters', 'DiscardDeadLetters', { deadLetters: ids })
    })
  },
}

/** A message that can't be taken: tried again, and refused again. */
export const redriveMessage: Scenario = {
  run: async (run) => {
    await run.post('/events', CLOUD_EVENT, refused)
    await run.rest('r-1')
    const id = await run.ask(async (client) => {
      const { deadLetters } = await client.call('deadLetters', 'ListDeadLetters', {
        filter: { kind: 'message' },
      })
      return deadLetters[0]!.id
    })
    await run.change((client) => client.call('deadLetters', 'RedriveDeadLetters', { deadLetters: [id] }))
    await run.rest('r-1')
  },
}

/** All that can be done with a module. */
export const modules: Scenario = {
  run: async (run) => {
    const spec = { name: 'note', command: ['true'], subscribes: ['noted'] }
    await run.shell('note', 'true', { subscribes: ['noted'] })
    await run.change((client) => client.call('modules', 'UpdateModule', { specJson: JSON.stringify(spec) }))
    await run.change((client) => client.call('modules', 'PauseModule', { module: 'note' }))
    await run.change((client) => client.call('modules', 'ResumeModule', { module: 'note' }))
    await run.change((client) => client.call('modules', 'DeleteModule', { module: 'note' }))
    await run.shell('note', 'true', { subscribes: ['noted'] })
    await run.event('noted', 'n-1')
  },
}

/** Jobs that wait for a paused module, which is then deleted. */
export const orphaned: Scenario = {
  run: async (run) => {
    await run.shell('note', 'true', { subscribes: ['noted'] })
    await run.change((client) => client.call('modules', 'PauseModule', { module: 'note' }))
    await run.publish({ type: 'noted', id: 'n-1' })
    const job = await run.ask(async (client) => (await client.begun('n-1'))[0]!.id)
    await run.change((client) => client.call('modules', 'DeleteModule', { module: 'note' }))
    await run.ask((client) => client.reaches(job, 'cancelled'))
    await run.rest('n-1')
  },
}
