import { execFile, spawn } from 'node:child_process'
import { chown, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { endProcess } from './end-process.mjs'
import { freePort, listens } from './port.mjs'
import { foundProgram } from './program.mjs'

const DEBIAN = '/usr/lib/postgresql'
const run = promisify(execFile)

/** A PostgreSQL of its own on 127.0.0.1, as it is by default: `fsync` on. Undefined: there is none on this machine. */
export async function postgres(folder) {
  const initdb = await foundProgram('initdb', await debianFolders())
  if (initdb === undefined) return undefined
  await mkdir(folder, { recursive: true })
  const as = await unprivileged(folder)
  const data = join(folder, 'data')
  await run(initdb, ['-D', data, '-U', 'bench', '--auth', 'trust', '-E', 'UTF8'], { ...as, cwd: folder })
  const port = await freePort()
  const options = ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', folder]
  const program = join(initdb, '..', 'postgres')
  const child = spawn(program, options, { ...as, cwd: folder, stdio: 'ignore' })
  await listens(port, child)
  return {
    parameters: { url: `postgres://bench@127.0.0.1:${port}/postgres`, pids: [child.pid] },
    stop: () => endProcess(child, 'SIGINT'),
  }
}

async function debianFolders() {
  const versions = await readdir(DEBIAN).catch(() => [])
  return versions.map((version) => join(DEBIAN, version, 'bin'))
}

/** It refuses to be run by root: then by the user that its package makes, who is given the folder. */
async function unprivileged(folder) {
  if (process.getuid() !== 0) return {}
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)),
  )
  await chown(folder, uid, gid)
  return { uid, gid }
}
