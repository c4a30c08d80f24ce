import { spawnSync } from 'node:child_process'
import { cpus, release, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** What the numbers depend on besides the programs: the machine, and the file system of the folder. */
export function machineOf(folder) {
  const all = cpus()
  return {
    cpu: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGb: Math.round(totalmem() / 1e9),
    kernel: release(),
    node: process.version,
    filesystem: said('findmnt', ['-n', '-o', 'FSTYPE', '-T', folder]) ?? 'unknown',
    commit: commit(),
    servers: { redis: said('redis-server', ['--version']), postgres: said('psql', ['--version']) },
  }
}

/** A plus says that something wasn't committed. */
function commit() {
  const hash = said('git', ['-C', ROOT, 'rev-parse', '--short', 'HEAD'])
  if (hash === undefined) return 'unknown'
  return `${hash}${said('git', ['-C', ROOT, 'status', '--porcelain']) === '' ? '' : '+'}`
}

/** What a program prints; undefined if it can't be run or fails. */
function said(program, args) {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}
