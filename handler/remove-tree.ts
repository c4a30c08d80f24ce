import { randomUUID } from 'node:crypto'
import * as fs from 'node:fs'
import { opendir } from 'node:fs/promises'
import { promisify } from 'node:util'
import { inParallel } from '../core/parallel.ts'
import { systemCode } from './system-code.ts'

// Removing can take a disk milliseconds: nothing of it is done on the event loop.
const unlink = promisify(fs.unlink)
const rmdir = promisify(fs.rmdir) as (path: Buffer) => Promise<void>
const rename = promisify(fs.rename)
const chmod = promisify(fs.chmod)

/** Folders whose paths are longer move up to the top first: a module can nest deeper than a path can say. */
const LONGEST_PATH_BYTES = 2048
const SLASH = Buffer.from('/')
const WIDTH = 4
/** Entries that are in memory at a time. */
const BATCH = 1024

/** What a removal knows on its way. */
interface Removal {
  readonly top: Buffer
  /** Give each folder's permissions back before it is emptied. */
  readonly unlock: boolean
}

/**
 * Removes a file, link or folder with all that is in it; links aren't followed. Names may be any bytes, folders may
 * lack any
 * permission that their owner can give back, and may be nested to any depth. Nothing there: no error.
 */
export async function removeTree(path: string): Promise<void> {
  const stat = fs.lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return
  if (!stat.isDirectory()) {
    await unlink(path)
    return
  }
  const top = Buffer.from(path)
  try {
    await removeFolder(top, { top, unlock: false })
  } catch (error) {
    if (systemCode(error) !== 'EACCES') throw error
    await removeFolder(top, { top, unlock: true })
  }
}

/**
 * Read again and again until it is empty: there may be too many entries for one look, and folders are moved up to the
 * top.
 */
async function removeFolder(folder: Buffer, removal: Removal): Promise<void> {
  if (removal.unlock) await chmod(folder, 0o700)
  for (let found = await look(folder); found !== undefined; found = await look(folder)) {
    await inParallel(found.files, WIDTH, (path) => unlink(path))
    for (const path of found.folders) {
      if (path.length > LONGEST_PATH_BYTES) await moveUp(path, removal)
      else await removeFolder(path, removal)
    }
  }
  await rmdir(folder)
}

/** The first entries of a folder; undefined if it is empty. */
async function look(folder: Buffer): Promise<{ files: Buffer[]; folders: Buffer[] } | undefined> {
  const found: { files: Buffer[]; folders: Buffer[] } = { files: [], folders: [] }
  const entries = await opendir(folder, { encoding: 'buffer' as BufferEncoding, bufferSize: BATCH })
  try {
    for (let n = 0; n < BATCH; n += 1) {
      const entry = await entries.read()
      if (entry === null) break
      const path = Buffer.concat([folder, SLASH, entry.name as unknown as Buffer])
      ;(entry.isDirectory() ? found.folders : found.files).push(path)
    }
  } finally {
    await entries.close()
  }
  return found.files.length + found.folders.length === 0 ? undefined : found
}

async function moveUp(path: Buffer, { top, unlock }: Removal): Promise<void> {
  if (unlock) await chmod(path, 0o700)
  await rename(path, Buffer.concat([top, SLASH, Buffer.from(`.removing-${randomUUID()}`)]))
}
