import { opendir, stat, statfs } from 'node:fs/promises'
import path from 'node:path'

/** Room and parts of a data folder, bytes. */
export interface DiskUsage {
  readonly free: number
  readonly total: number
  readonly database: number
  /** Of at most `MOST_FILES` files. */
  readonly workspaces: number
}

/** Counted at once; what is beyond that would take long, and changes all the time. */
const MOST_FILES = 10_000

export async function diskUsage(data: string): Promise<DiskUsage> {
  const { bavail, blocks, bsize } = await statfs(data)
  const parts = ['iteron.db', 'iteron.db-wal', 'iteron.db-shm'].map((name) => sizeOf(path.join(data, name)))
  const database = (await Promise.all(parts)).reduce((sum, size) => sum + size, 0)
  return {
    free: bavail * bsize,
    total: blocks * bsize,
    database,
    workspaces: await sizeBelow(path.join(data, 'work')),
  }
}

async function sizeBelow(folder: string): Promise<number> {
  let [bytes, files] = [0, 0]
  try {
    for await (const entry of await opendir(folder, { recursive: true })) {
      if (!entry.isFile()) continue
      bytes += await sizeOf(path.join(entry.parentPath, entry.name))
      if (++files === MOST_FILES) break
    }
  } catch {
    // an attempt ended meanwhile, and its folder with it
  }
  return bytes
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0
}
