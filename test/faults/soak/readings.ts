import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Installation } from '../../e2e/installation.ts'
import { descendantsOf, until } from '../../e2e/processes.ts'

const PROBE = fileURLToPath(new URL('probe.mjs', import.meta.url))
const ANSWER_MS = 30_000

/** What a server at rest holds. Bytes and counts. */
export interface Reading {
  /** `performance.now()` of the test. */
  readonly atMs: number
  readonly pid: number
  /** Of the JavaScript heap, garbage collected. */
  readonly heapBytes: number
  readonly externalBytes: number
  /** Memory of the process that isn't a file's. */
  readonly anonymousBytes: number
  readonly files: number
  readonly threads: number
  readonly children: number
  /** What keeps Node's event loop busy, by kind: timers, sockets, pipes. */
  readonly resources: Readonly<Record<string, number>>
  readonly workspaces: number
  readonly control: number
  readonly temporary: number
  readonly databaseBytes: number
  readonly logBytes: number
  /** Records of the store, if they were counted. */
  readonly documents?: number
}

/** Environment of a server that can be asked. */
export function probed(file: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--import=file://${PROBE}`, ITERON_SOAK_PROBE: file }
}

interface Held {
  readonly pid: number
  readonly nth: number
  readonly heapBytes: number
  readonly externalBytes: number
  readonly resources: Readonly<Record<string, number>>
}

/** Asks a server that is at rest. */
export async function readingOf({ server, data }: Installation, probeFile: string): Promise<Reading> {
  const { pid } = server
  const spare = path.join(data, 'work.spare')
  await until('what jobs left is cleared up', () => filesBelow(spare, 3) <= SPARE_SKELETON, ANSWER_MS)
  const before = heldIn(probeFile, pid)?.nth ?? 0
  server.signal('SIGUSR2')
  await until('the server says what it holds', () => (heldIn(probeFile, pid)?.nth ?? 0) > before, ANSWER_MS)
  const { heapBytes, externalBytes, resources } = heldIn(probeFile, pid)!
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const number = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0)
  return {
    atMs: performance.now(),
    pid,
    heapBytes,
    externalBytes,
    anonymousBytes: number('RssAnon') * 1024,
    files: readdirSync(`/proc/${pid}/fd`).length,
    threads: number('Threads'),
    children: descendantsOf(pid).length,
    resources,
    workspaces: filesBelow(path.join(data, 'work'), 1),
    control: filesBelow(path.join(data, 'control'), 3),
    temporary: filesBelow(path.join(data, 'blobs/.tmp'), 3),
    databaseBytes: sizeOf(path.join(data, 'iteron.db')),
    logBytes: sizeOf(path.join(data, 'iteron.db-wal')),
  }
}

/** Entries of workspaces that wait to be used again: a few folders each, however many jobs there were. */
const SPARE_SKELETON = 500

/** The last answer of this server. */
function heldIn(file: string, pid: number): Held | undefined {
  if (!existsSync(file)) return undefined
  const held = JSON.parse(readFileSync(file, 'utf8')) as Held
  return held.pid === pid ? held : undefined
}

/** Entries below a folder, so many levels deep. */
function filesBelow(folder: string, levels: number): number {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .map(
        (one) =>
          1 + (one.isDirectory() && levels > 1 ? filesBelow(path.join(folder, one.name), levels - 1) : 0),
      )
      .reduce((sum, count) => sum + count, 0)
  } catch {
    return 0 // something goes while it is listed
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
