import { randomUUID } from 'node:crypto'
import { chmod, lstat, readdir, rename, rmdir, unlink } from 'node:fs/promises'
import { inParallel } from './parallel.ts'
import { systemCode } from './system-code.ts'

const WIDTH = 16
/** Folders whose paths are longer move up to the top first: a module can nest deeper than a path can say. */
const LONGEST_PATH_BYTES = 2048
const SLASH = Buffer.from('/')

/** What a removal knows on its way. */
interface Removal {
  readonly top: Buffer
  /** Give each folder's permissions back before it is emptied. */
  readonly unlock: boolean
  /** Folders that were moved up. */
  moved: number
}

/**
 * Removes a file, link or folder with all that is in it; links aren't followed. Names may be any bytes, folders may lack any
 * permission that their owner can give back, and may be nested to any depth. Nothing there: no error.
 */
export async function removeTree(path: string): Promise<void> {
  const top = Buffer.from(path)
  const stat = await lstat(top).catch(ignoreMissing)
  if (stat === undefined) return
  if (!stat.isDirectory()) return unlink(top).catch(ignoreMissing)
  try {
    await removeAll({ top, unlock: false, moved: 0 })
  } catch (error) {
    if (systemCode(error) !== 'EACCES') throw error
    await removeAll({ top, unlock: true, moved: 0 })
  }
}

async function removeAll(removal: Removal): Promise<void> {
  let before
  do {
    before = removal.moved
    await empty(removal.top, removal)
    // what was moved up meanwhile is emptied in the next round
  } while (removal.moved > before)
  await rmdir(removal.top)
}

async function empty(folder: Buffer, removal: Removal): Promise<void> {
  if (removal.unlock) await chmod(folder, 0o700)
  const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' })
  const files = entries.filter((entry) => !entry.isDirectory())
  await inParallel(files, WIDTH, ({ name }) => unlink(below(folder, name)))
  for (const entry of entries) {
    if (entry.isDirectory()) await removeFolder(below(folder, entry.name), removal)
  }
}

async function removeFolder(path: Buffer, removal: Removal): Promise<void> {
  if (path.length > LONGEST_PATH_BYTES) return moveUp(path, removal)
  await empty(path, removal)
  await rmdir(path)
}

async function moveUp(path: Buffer, removal: Removal): Promise<void> {
  if (removal.unlock) await chmod(path, 0o700)
  removal.moved += 1
  await rename(path, below(removal.top, Buffer.from(`.removing-${randomUUID()}`)))
}

function below(folder: Buffer, name: Buffer): Buffer {
  return Buffer.concat([folder, SLASH, name])
}

function ignoreMissing(error: unknown): undefined {
  if (systemCode(error) !== 'ENOENT') throw error
}
