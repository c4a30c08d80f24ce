import type { RecordsPart, Snapshots } from '../../core/ports/snapshots.ts'
import type { SqliteFile } from './sqlite-file.ts'

/** Snapshots of the folder's database: documents and bus in one, by one read transaction on a thread of its own. */
export function sqliteSnapshots(file: SqliteFile): Snapshots {
  return {
    async *read(signal, { busOnly = false } = {}) {
      const channel = await file.openSnapshot()
      try {
        for (;;) {
          signal.throwIfAborted()
          const part = await channel.request<RecordsPart | undefined>({ kind: 'nextRecords', busOnly })
          if (part === undefined) return
          yield part
        }
      } finally {
        await file.closeSnapshot(channel)
      }
    },
    restoreBus: (part) => file.write({ kind: 'restoreBus', part }),
  }
}
