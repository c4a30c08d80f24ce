import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { endProcess } from './end-process.mjs'
import { freePort, listens } from './port.mjs'
import { foundProgram } from './program.mjs'

/** As Debian's package sets it up: snapshots, no log. */
export const redis = (folder) => startRedis(folder, [])
/** Every write is on the disk before it is answered, which is what Iteron's `durability: power` means. */
export const redisAlways = (folder) => startRedis(folder, ['--appendonly', 'yes', '--appendfsync', 'always'])

/** A Redis of its own on 127.0.0.1. Undefined: there is none on this machine. */
async function startRedis(folder, options) {
  const program = await foundProgram('redis-server', ['/usr/bin'])
  if (program === undefined) return undefined
  await mkdir(folder, { recursive: true })
  const port = await freePort()
  const common = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--daemonize', 'no']
  const child = spawn(program, [...common, ...options], { stdio: 'ignore' })
  await listens(port, child)
  return {
    parameters: { port, pids: [child.pid] },
    stop: () => endProcess(child, 'SIGTERM'),
  }
}
