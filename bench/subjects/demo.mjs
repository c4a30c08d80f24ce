// The demo, and what of its CPU time is the engine's.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { getPackages, hasPackages } from '../../examples/packages.mjs'
import { childOf, cpuMs, ownCpuMs } from '../measure/processes.mjs'
import { endProcess } from '../servers/end-process.mjs'
import { serve } from './serve.mjs'

const DEMO = fileURLToPath(new URL('../../scripts/demo.mjs', import.meta.url))
const EXAMPLE = fileURLToPath(new URL('../../examples/faces', import.meta.url))
const SERVER = 'iteron.js up'
const LOOK_MS = 100
let folder
let child

serve({
  async prepare(parameters) {
    folder = parameters.folder
    await mkdir(folder, { recursive: true })
  },
  async share() {
    if (!hasPackages(EXAMPLE)) {
      const reason = await getPackages(EXAMPLE).catch((error) => error.message)
      if (reason !== undefined) return { missing: reason }
    }
    const from = performance.now()
    child = spawn(process.execPath, [DEMO], { env: { ...process.env, TMPDIR: folder }, stdio: 'ignore' })
    const measured = await watched(child)
    return { ...measured, seconds: (performance.now() - from) / 1000 }
  },
  async stop() {
    if (child !== undefined) await endProcess(child, 'SIGTERM')
  },
})

/** CPU time of the server's process, and of that and all that it started, as they were last seen. */
async function watched(demo) {
  let seen
  const timer = setInterval(() => {
    const server = childOf(demo.pid, SERVER)
    if (server !== undefined) seen = { ownMs: ownCpuMs(server), allMs: cpuMs([server]) }
  }, LOOK_MS)
  const [code] = await once(demo, 'exit')
  clearInterval(timer)
  if (code !== 0 || seen === undefined) throw new Error(`the demo ended with ${code}`)
  return seen
}
