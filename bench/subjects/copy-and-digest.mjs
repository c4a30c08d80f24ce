// The floor for a large file: `cp`, and `sha256sum` of the copy; what comes out is synced, if asked.
import { execFile } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cold, synced, warm } from '../measure/page-cache.mjs'
import { writeLargeFile } from './large-file.mjs'
import { serve } from './serve.mjs'

const run = promisify(execFile)
let paths
let parameters

serve({
  async prepare({ folder, ...more }) {
    await mkdir(folder, { recursive: true })
    parameters = more
    paths = { from: join(folder, 'from'), to: join(folder, 'to') }
  },
  async large() {
    const { mib, sync } = parameters
    await writeLargeFile(paths.from, mib)
    await warm(paths.from)
    const warmMs = await copied(sync)
    const coldMs = (await cold(paths.from)) ? await copied(sync) : undefined
    const out = { outWarm: warmMs, outCold: coldMs }
    // nobody syncs what goes in
    return sync ? out : { ...out, inWarm: warmMs, inCold: coldMs }
  },
  stop: () => undefined,
})

async function copied(sync) {
  const { from, to } = paths
  const begun = performance.now()
  await run('cp', ['--reflink=never', from, to])
  if (sync) await synced(to)
  await run('sha256sum', [to])
  const took = performance.now() - begun
  await rm(to)
  return took
}
