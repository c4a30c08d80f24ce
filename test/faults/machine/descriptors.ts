import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'

/** What a process may have after the test has taken away and given back: more than it ever needs. */
const PLENTY = 4096

/** Why the limit of a running process can't be changed here; undefined: it can. */
export const noLimit =
  spawnSync('prlimit', ['--version']).status === 0 ? undefined : 'there is no prlimit here'

/** Leaves a running process so many descriptors that it can open yet. */
export function leaveDescriptors(pid: number, free: number): void {
  const open = new Set(readdirSync(`/proc/${String(pid)}/fd`).map(Number))
  let limit = 0
  for (let left = free; left > 0; limit += 1) if (!open.has(limit)) left -= 1
  setLimit(pid, Math.max(1, limit))
}

/** It may open as many as it wants again. */
export function giveDescriptors(pid: number): void {
  setLimit(pid, PLENTY)
}

/** Connections to a port that say nothing. Resolves when each was made or refused. */
export async function connectAll(address: string, count: number): Promise<Socket[]> {
  const at = address.lastIndexOf(':')
  const [host, port] = [address.slice(0, at), Number(address.slice(at + 1))]
  return await Promise.all(Array.from({ length: count }, () => connected(port, host)))
}

function connected(port: number, host: string): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host })
    const done = () => {
      resolve(socket)
    }
    socket.once('connect', done).once('close', done)
    socket.on('error', () => undefined) // refused, or closed at once: what is tested
  })
}

function setLimit(pid: number, limit: number): void {
  const { status, stderr } = spawnSync(
    'prlimit',
    ['--pid', String(pid), `--nofile=${String(limit)}:${String(PLENTY)}`],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(stderr)
}
