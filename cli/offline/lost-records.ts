import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { IteronError } from '../../core/errors.ts'

/** DATA_LOSS if there are files and no records of them: an empty store beside them would be taken for theirs. */
export function refuseLostRecords(data: string): void {
  const blobs = join(data, 'blobs')
  if (existsSync(join(data, 'iteron.db')) || !holdsFiles(blobs)) return
  throw new IteronError('DATA_LOSS', `${join(data, 'iteron.db')} is missing, but ${blobs} holds files`, {
    hint: 'Restore a backup by `iteron restore`, rebuild what metadata.yaml tells by `iteron artifact reindex`, or name another folder by --data.',
  })
}

/** What the store keeps for itself begins with a dot. */
function holdsFiles(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => !name.startsWith('.'))
}
