import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Registry } from '../../adapters/registry.ts'
import { noBackup } from '../../core/backup/verify-backup.ts'
import type { BackupStores } from '../../core/backup/stores.ts'
import { systemClock } from '../../core/system-clock.ts'

export interface OpenBackup {
  readonly stores: BackupStores
  readonly close: () => Promise<void>
}

/** A backup in a folder, which is made if it isn't there; to be read only, it must be there (NOT_FOUND). */
export async function openBackup(folder: string, how: 'read' | 'write'): Promise<OpenBackup> {
  if (how === 'read' && !existsSync(folder)) throw noBackup()
  const registry = new Registry({
    clock: systemClock,
    durability: 'power',
    onFatal: () => undefined,
  })
  const index = await registry.blobs(pathToFileURL(folder).href)
  const blobs = await registry.blobs(pathToFileURL(join(folder, 'blobs')).href)
  await index.open()
  // the folder of the blobs is made when the backup is known to be one
  const stores: BackupStores = { index, blobs }
  return {
    stores,
    close: async () => {
      await blobs.close()
      await index.close()
      await registry.close()
    },
  }
}
