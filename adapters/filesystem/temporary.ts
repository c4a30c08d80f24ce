import { randomBytes } from 'node:crypto'
import { readdir, readFile, readlink, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { unlink } from './descriptors.ts'
import { explained } from './errors.ts'

/** Under the store's folder; no key begins with it. */
export const TEMPORARY = '.tmp'

const FOREIGN_AGE_MS = 7 * 24 * 3600 * 1000

/**
 * Names for files that aren't blobs yet. They tell whose they are, so that a later opening knows which ones a crash
 * left.
 */
export class TemporaryFiles {
  readonly #folder: string
  readonly #random = randomBytes(6).toString('hex')
  #prefix = ''
  #count = 0

  constructor(root: string) {
    this.#folder = join(root, TEMPORARY)
  }

  /** Sweeps what dead processes left. The folder must exist. */
  async open(): Promise<void> {
    const machine = await machineId()
    this.#prefix = `${machine}.${process.pid}.${(await startOf(process.pid)) ?? ''}`
    await explained(`sweeping ${this.#folder}`, async () => {
      for (const name of await readdir(this.#folder)) {
        const path = join(this.#folder, name)
        if (await isAbandoned(path, name, machine)) await unlink(path).catch(() => undefined)
      }
    })
  }

  /** A path that nobody else uses. */
  next(): string {
    return join(this.#folder, `${this.#prefix}.${this.#random}-${this.#count++}`)
  }
}

/**
 * A process of this machine is asked for; what other machines left is swept by age (ctime, for a moved file keeps its
 * mtime).
 */
async function isAbandoned(path: string, name: string, machine: string): Promise<boolean> {
  const [owner, pid, start] = name.split('.')
  if (owner === machine) return (await startOf(Number(pid))) !== start
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && Date.now() - found.ctimeMs > FOREIGN_AGE_MS
}

/** Host and process namespace: within one, a number names a process. */
async function machineId(): Promise<string> {
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '')
  return `${hostname()}-${namespace}`.replace(/[^A-Za-z0-9-]/g, '')
}

/** When the process started, in the kernel's ticks (always 0 where there is no /proc); undefined if there is none. */
async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return isRunning(pid) ? '0' : undefined
  try {
    const fields = await readFile(`/proc/${pid}/stat`, 'utf8')
    return fields.slice(fields.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
