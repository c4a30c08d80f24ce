import { randomUUID } from 'node:crypto'
import { chmodSync, lstatSync, readdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs'
import { Pace } from './pace.ts'
import { systemCode } from './system-code.ts'

/** Folders whose paths are longer move up to the top first: a module can nest deeper than a path can say. */
const LONGEST_PATH_BYTES = 2048
const SLASH = Buffer.from('/')

/** What a removal knows on its way. */
interface Removal {
  readonly top: Buffer
  /** Give each folder's permissions back before it is emptied. */
  readonly unlock: boolean
  readonly pace: Pace
  /** Folders that were moved up. */
  moved: number
}

/**
 * Removes a file, link or folder with all that is in it; links aren't followed. Names may be any bytes, folders may lack any
 * permission that their owner can give back, and may be nested to any depth. Nothing there: no error.
 */
export async function removeTree(path: string): Promise<void> {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return
  if (!stat.isDirectory()) {
    unlinkSync(path)
    return
  }
  const removal = { top: Buffer.from(path), unlock: false, pace: new Pace(), moved: 0 }
  try {
    await removeAll(removal)
  } catch (error) {
    if (systemCode(error) !== 'EACCES') throw error
    await removeAll({ ...removal, unlock: true })
  }
}

async function removeAll(removal: Removal): Promise<void> {
  let before
  do {
    before = removal.moved
    await empty(removal.top, removal)
    // what was moved up meanwhile is emptied in the next round
  } while (removal.moved > before)
  rmdirSync(removal.top)
}

async function empty(folder: Buffer, removal: Removal): Promise<void> {
  if (removal.unlock) chmodSync(folder, 0o700)
  for (const entry of readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })) {
    await removal.pace.turn()
    const path = Buffer.concat([folder, SLASH, entry.name])
    if (entry.isDirectory()) await removeFolder(path, removal)
    else unlinkSync(path)
  }
}

async function removeFolder(path: Buffer, removal: Removal): Promise<void> {
  if (path.length > LONGEST_PATH_BYTES) {
    moveUp(path, removal)
    return
  }
  await empty(path, removal)
  rmdirSync(path)
}

function moveUp(path: Buffer, removal: Removal): void {
  if (removal.unlock) chmodSync(path, 0o700)
  removal.moved += 1
  renameSync(path, Buffer.concat([removal.top, SLASH, Buffer.from(`.removing-${randomUUID()}`)]))
}
