import { resolve } from 'node:path'
import { takeBackup, type BackupProgress, type BackupResult } from '../../core/backup/take-backup.ts'
import { ownerOf } from '../../core/backup/snapshot-file.ts'
import { verifyBackup, type Verification } from '../../core/backup/verify-backup.ts'
import { systemClock } from '../../core/system-clock.ts'
import type { Remote } from '../remote.ts'
import { RemoteSource } from './backup-source.ts'
import { openBackup } from './backup-stores.ts'

export type { BackupProgress, BackupResult, Verification }

interface Run<Progress> {
  /** Folder of the backup. */
  readonly folder: string
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

/** Adds a snapshot of the installation behind the API to the backup in the folder. */
export async function backUp(remote: Remote, run: Run<BackupProgress>): Promise<BackupResult> {
  const { stores, close } = await openBackup(resolve(run.folder), 'write')
  try {
    // refused before anything is asked for
    await ownerOf(stores)
    const source = await RemoteSource.open(remote)
    try {
      return await takeBackup(source, stores, { ...run, now: () => systemClock.now() })
    } finally {
      await source.close()
    }
  } finally {
    await close()
  }
}

/** Reads everything in the folder and compares it with its digests. */
export async function verifyFolder(run: Run<Verification>): Promise<Verification> {
  const { stores, close } = await openBackup(resolve(run.folder), 'read')
  try {
    return await verifyBackup(stores, run)
  } finally {
    await close()
  }
}
