import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { IteronError } from '../../core/errors.ts'

/** A database that was only just made, bytes: its records are all in its log. */
const BARE_BYTES = 4096

/** DATA_LOSS if there are files and no records of them: an empty store beside them would be taken for theirs. */
export function refuseLostRecords(data: string): void {
  const blobs = join(data, 'blobs')
  const database = join(data, 'iteron.db')
  const lost = existsSync(database) ? isBare(database) && 'holds nothing' : 'is missing'
  if (lost === false || !holdsFiles(blobs)) return
  throw new IteronError('DATA_LOSS', `${database} ${lost}, but ${blobs} holds files`, {
    hint: 'Restore a backup by `iteron restore`, rebuild what metadata.yaml tells by `iteron artifact reindex`, or name another folder by --data.',
  })
}

/** SQLite takes less than a page for an empty database. */
function isBare(database: string): boolean {
  return statSync(database).size <= BARE_BYTES && !existsSync(`${database}-wal`)
}

/** What the store keeps for itself begins with a dot. */
function holdsFiles(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => !name.startsWith('.'))
}
