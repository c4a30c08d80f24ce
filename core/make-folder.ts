import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder with its parents. The outermost one that was made, or undefined if it was there. Node's own
 * `recursive` never ends, and takes all memory, where a parent is there and nothing can be made in it: below /proc.
 */
export function makeFolder(folder: string, mode = 0o777): string | undefined {
  try {
    mkdirSync(folder, { mode })
    return folder
  } catch (error) {
    if (isFolder(folder)) return undefined
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const parent = dirname(folder)
  const outermost = existsSync(parent) ? undefined : makeFolder(parent, mode)
  mkdirSync(folder, { mode })
  return outermost ?? folder
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
