import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Scenario } from '../scenarios.ts'

/** The server is told to stop while a module runs, and gives the job back. */
export const stopped: Scenario = {
  arguments: ['--grace', '0'],
  run: async (run) => {
    const mended = path.join(run.folder, 'mended')
    const script = `echo begun; until [ -e '${mended}' ]; do sleep 0.05; done; echo done > out/data/done`
    await run.shell('patient', script, { subscribes: ['wait'] })
    await run.publish({ type: 'wait', id: 'w-1' })
    await run.hears('w-1', 'begun')
    await run.restart({ between: () => writeFileSync(mended, '') })
    await run.rest('w-1')
  },
}

/** Jobs for an executor that is configured no more. */
export const withoutExecutor: Scenario = {
  run: async (run) => {
    const configure = (executors: object) =>
      writeFileSync(path.join(run.folder, 'iteron.yaml'), JSON.stringify({ executors }))
    await run.restart({ between: () => configure({ local: 'process:', other: 'memory:' }) })
    await run.shell('note', 'true', { subscribes: ['noted'], executor: 'other' })
    await run.change((client) => client.call('modules', 'PauseModule', { module: 'note' }))
    await run.publish({ type: 'noted', id: 'n-1' })
    await run.ask((client) => client.begun('n-1'))
    await run.restart({ between: () => configure({ local: 'process:' }) })
    await run.change((client) => client.call('modules', 'ResumeModule', { module: 'note' }))
    await run.rest('n-1')
  },
}

/** Workspaces are kept to be looked at, and go with the next start that doesn't keep them. */
export const keptWorkspace: Scenario = {
  arguments: ['--keep-workspace'],
  run: async (run) => {
    await run.shell('note', 'echo 1 > out/data/one', { subscribes: ['noted'] })
    await run.event('noted', 'n-1')
    await run.restart({ arguments: [] })
  },
}
