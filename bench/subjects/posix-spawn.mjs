// The machine's own limit: the jobs of the chains by C's posix_spawn, without the chains.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { serve } from './serve.mjs'
import { STAGES } from './chains.mjs'

const SOURCE = fileURLToPath(new URL('../native/posix-spawn.c', import.meta.url))
const run = promisify(execFile)
let program
let slots
let copy

serve({
  async prepare(parameters) {
    const { folder } = parameters
    slots = parameters.slots
    await mkdir(folder, { recursive: true })
    program = join(folder, 'posix-spawn')
    await run('cc', ['-O2', '-o', program, SOURCE])
    copy = ['/bin/cp', join(folder, 'from'), join(folder, 'to')]
    // both: of several `cp` that find no target at the same time, all but one fail
    for (const file of copy.slice(1)) await writeFile(file, Buffer.alloc(1024, 'x'))
  },
  async throughput({ chains }) {
    const jobs = chains * STAGES
    const { stdout } = await run(program, [String(jobs), String(slots), ...copy])
    const [seconds, cpuMs] = stdout.split(' ').map(Number)
    return { jobs, seconds, cpuMs, serverCpuMs: 0 }
  },
  stop: () => undefined,
})
