import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { linkStat } from './descriptors.ts'
import { systemCode } from './errors.ts'
import { TEMPORARY } from './temporary.ts'

/** A file below a folder: its path relative to the root that was asked for. */
export interface Found {
  readonly key: string
  readonly size: number
}

/**
 * The regular files below `prefix` (empty, or ending in `/`) in byte order of their keys, one folder's names in memory
 * at a time for each level. What goes away meanwhile is left out; `empty` is told of folders with nothing in them.
 */
export async function* walk(
  root: string,
  prefix: string,
  empty: (folder: string) => Promise<void>,
): AsyncGenerator<Found> {
  const entries = await entriesOf(root, prefix)
  if (entries.length === 0 && !isKept(prefix)) await empty(join(root, prefix.slice(0, -1)))
  for (const [name, isFolder] of entries) {
    if (isFolder) yield* walk(root, prefix + name, empty)
    else {
      const size = await sizeOf(join(root, prefix + name))
      if (size !== undefined) yield { key: prefix + name, size }
    }
  }
}

/** The store's own, and the folder for files on their way into a store that lies within this one. */
function isKept(prefix: string): boolean {
  return prefix === '' || prefix === `${TEMPORARY}/` || prefix.endsWith(`/${TEMPORARY}/`)
}

/** Folders with a `/` at the end, which also gives them their place among the keys. */
async function entriesOf(root: string, prefix: string): Promise<[string, boolean][]> {
  const entries: Dirent[] = await readdir(join(root, prefix), { withFileTypes: true }).catch(ifGone([]))
  return entries
    .filter(
      (entry) => entry.isFile() || (entry.isDirectory() && !(prefix === '' && entry.name === TEMPORARY)),
    )
    .map((entry): [string, boolean] => (entry.isFile() ? [entry.name, false] : [`${entry.name}/`, true]))
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

async function sizeOf(path: string): Promise<number | undefined> {
  const stat = await linkStat(path).catch(ifGone(undefined))
  return stat?.isFile() === true ? stat.size : undefined
}

export function ifGone<T>(value: T): (error: unknown) => T {
  return (error) => {
    const code = systemCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return value
    throw error
  }
}
