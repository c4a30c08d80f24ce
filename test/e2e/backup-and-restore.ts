import { chmodSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from '@jest/globals'
import { withInstallation, type Installation } from './installation.ts'

/** Many processes, one after the other. Milliseconds. */
const LIMIT_MS = 90_000

/** What `iteron backup` and `iteron restore` print. */
export interface BackupResult {
  readonly snapshot: string
  readonly documents: number
  readonly pieces: number
  readonly piecesNew: number
  readonly blobs: number
  readonly blobsCopied: number
  readonly bytesCopied: number
  readonly problems: readonly { key: string; problem: string }[]
}

/** An installation that runs, a folder for its backups, and another installation that has never been started. */
export interface Backups {
  readonly from: Installation
  readonly to: Installation
  readonly dir: string
  /** Backs up what runs; there may be no problem. */
  readonly backup: (...args: string[]) => Promise<BackupResult>
}

export function backupTest(name: string, run: (backups: Backups) => Promise<void>): void {
  test(
    name,
    async () => {
      await withInstallation({}, async (from) => {
        await withInstallation({}, async (to) => {
          await from.start()
          const dir = path.join(from.folder, 'backup')
          const backup = async (...args: string[]) =>
            (await from.json('backup', dir, ...args)) as BackupResult
          await run({ from, to, dir, backup })
        })
      })
    },
    LIMIT_MS,
  )
}

/** Stored files are read-only. */
export function overwrite(file: string, text: string): void {
  chmodSync(file, 0o600)
  writeFileSync(file, text)
}
