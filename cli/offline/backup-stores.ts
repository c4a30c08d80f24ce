import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Registry } from '../../adapters/registry.ts'
import { OWNER_KEY, type BackupStores } from '../../core/backup/stores.ts'
import { codeOf, IteronError, messageOf } from '../../core/errors.ts'
import { systemClock } from '../../core/system-clock.ts'

export interface OpenBackup {
  readonly stores: BackupStores
  readonly close: () => Promise<void>
}

/** What a store of files makes before its first blob: a backup that was ended at once has nothing else. */
const EMPTY: readonly string[] = ['.tmp', 'blobs']

/**
 * A backup in a folder, absolute; to write, it is made if it isn't there. Nothing is touched where there is none to read
 * (NOT_FOUND), or something else (FAILED_PRECONDITION).
 */
export async function openBackup(folder: string, how: 'read' | 'write'): Promise<OpenBackup> {
  refuseOthers(folder, how)
  const registry = new Registry({
    clock: systemClock,
    durability: 'power',
    onFatal: () => undefined,
  })
  const index = await registry.blobs(pathToFileURL(folder).href)
  const blobs = await registry.blobs(pathToFileURL(join(folder, 'blobs')).href)
  await index.open().catch((error: unknown) => {
    throw unmade(folder, error)
  })
  await blobs.open()
  return {
    stores: { index, blobs },
    close: async () => {
      await blobs.close()
      await index.close()
      await registry.close()
    },
  }
}

function refuseOthers(folder: string, how: 'read' | 'write'): void {
  if (existsSync(join(folder, OWNER_KEY))) return
  const stat = statSync(folder, { throwIfNoEntry: false })
  if (stat?.isDirectory() === false) throw notOurs(`${folder} is no folder`)
  const other = stat && readdirSync(folder).find((name) => !EMPTY.includes(name))
  if (other !== undefined) throw notOurs(`${folder} is no backup, and not empty: it has ${other}`)
  if (how === 'write') return
  throw new IteronError('NOT_FOUND', `there is no backup in ${folder}`, {
    hint: 'Make one with `iteron backup DIR`.',
  })
}

/** What the system says of a place where no folder can be made, such as /proc. */
function unmade(folder: string, error: unknown): unknown {
  if (codeOf(error) !== 'NOT_FOUND') return error
  return new IteronError('FAILED_PRECONDITION', `the folder can't be made: ${messageOf(error)}`, {
    hint: `Name another than ${folder}, where folders can be made.`,
    cause: error,
  })
}

function notOurs(message: string): IteronError {
  return new IteronError('FAILED_PRECONDITION', message, {
    hint: 'Name an empty folder, or one that a backup was made in.',
  })
}
