import { randomUUID } from 'node:crypto'
import * as fs from 'node:fs'
import { opendir } from 'node:fs/promises'
import { promisify } from 'node:util'
import { inParallel } from '../core/parallel.ts'
import { systemCode } from './system-code.ts'

// Removing can take a disk milliseconds: nothing of it is done on the event loop.
const open = promisify(fs.open) as (path: Buffer, flags: number) => Promise<number>
const unlink = promisify(fs.unlink)
const rmdir = promisify(fs.rmdir) as (path: Buffer) => Promise<void>
const rename = promisify(fs.rename)
const chmod = promisify(fs.chmod)

/**
 * O_PATH, which Node has no name for: holds a folder whatever its permissions are, so that nothing that happens to its
 * path leads elsewhere. Where there is no /proc the path is used.
 */
const HOLD =
  process.platform === 'linux' ? 0x20_0000 | fs.constants.O_DIRECTORY | fs.constants.O_NOFOLLOW : undefined
/** Folders below move up to the top first: a module can nest deeper than a path can say, or files can be open. */
const DEEPEST = 16
const SLASH = Buffer.from('/')
const WIDTH = 4
/** Entries that are in memory at a time. */
const BATCH = 1024
/** So often an entry may turn out not to be what it was a moment ago, before somebody is taken to do that for ever. */
const MOST_SURPRISES = 10_000
/** What the system says of an entry that is gone, or is a link, file or folder now that it wasn't when it was listed. */
const SURPRISES = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR', 'ENOTEMPTY', 'EEXIST'])

/** What a removal knows on its way. */
interface Removal {
  readonly top: Buffer
  /** Give each folder's permissions back before it is emptied. */
  readonly unlock: boolean
  surprises: number
}

/**
 * Removes a file, link or folder with all that is in it; links aren't followed, even if somebody puts them in a
 * folder's place meanwhile. Names may be any bytes, folders may lack any permission that their owner can give back, and
 * may be nested to any depth. Nothing there: no error.
 */
export async function removeTree(path: string | Buffer): Promise<void> {
  const stat = fs.lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return
  if (!stat.isDirectory()) {
    await unlink(path)
    return
  }
  const top = Buffer.from(path)
  try {
    await removeFolder(top, { top, unlock: false, surprises: 0 }, 0)
  } catch (error) {
    if (systemCode(error) !== 'EACCES') throw error
    await removeFolder(top, { top, unlock: true, surprises: 0 }, 0)
  }
}

async function removeFolder(folder: Buffer, removal: Removal, depth: number): Promise<void> {
  if (HOLD === undefined) await emptyFolder(folder, removal, depth)
  else {
    const fd = await open(folder, HOLD)
    try {
      await emptyFolder(Buffer.from(`/proc/self/fd/${fd}`), removal, depth)
    } finally {
      fs.closeSync(fd)
    }
  }
  await rmdir(folder)
}

/**
 * Read again and again until it is empty: there may be too many entries for one look, and folders are moved up to the
 * top.
 */
async function emptyFolder(folder: Buffer, removal: Removal, depth: number): Promise<void> {
  if (removal.unlock) await chmod(folder, 0o700)
  for (let found = await look(folder); found !== undefined; found = await look(folder)) {
    const remove = (path: Buffer) => unlink(path).catch(surprised(removal))
    await inParallel(found.files, WIDTH, remove)
    for (const path of found.folders) {
      const removing = depth < DEEPEST ? removeFolder(path, removal, depth + 1) : moveUp(path, removal)
      await removing.catch(surprised(removal))
    }
  }
}

/** The next look at the folder shows what the entry is now. */
function surprised(removal: Removal): (error: unknown) => void {
  return (error) => {
    const isSurprise = SURPRISES.has(systemCode(error) ?? '') && (removal.surprises += 1) < MOST_SURPRISES
    if (!isSurprise) throw error
  }
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
  if (unlock) await unlockFolder(path)
  await rename(path, Buffer.concat([top, SLASH, Buffer.from(`.removing-${randomUUID()}`)]))
}

/** A folder can be moved only by who may write to it. */
async function unlockFolder(path: Buffer): Promise<void> {
  if (HOLD === undefined) return chmod(path, 0o700)
  const fd = await open(path, HOLD)
  try {
    await chmod(`/proc/self/fd/${fd}`, 0o700)
  } finally {
    fs.closeSync(fd)
  }
}
