import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { IteronError, isIteronError, messageOf } from '../../core/errors.ts'
import { makeFolder } from '../../core/make-folder.ts'
import { Database, faultOf } from './database.ts'
import { migrate, MIGRATIONS } from './migrations.ts'
import { isTooManyFiles, tooManyFiles } from './open-files.ts'

const CHECKED_BYTES = 32 * 2 ** 20
const CHECKPOINT_PAGES = 2000
/** What the log keeps of the disk when it begins anew: it grows beyond beside a long reading, such as a backup's. */
const LOG_BYTES = 16 * 2 ** 20
const CACHE_KIB = 16_384
const READER_WAIT_MS = 5_000

/** The writer's connection to the folder's database, created and migrated as needed. DATA_LOSS if it is damaged. */
export function openForWriting(folder: string, maxBytes: number | undefined): Database {
  const path = pathIn(folder)
  if (!existsSync(path)) create(folder, path)
  if (statSync(path).size === 0) throw damaged(path, 'it is empty')
  if (existsSync(`${path}-shm`) && !existsSync(`${path}-wal`)) throw withoutLog(path)
  return guarded(path, () => {
    const database = new Database(path)
    try {
      configure(database, path, maxBytes)
      migrate(database, MIGRATIONS, folder)
      return database
    } catch (error) {
      database.close()
      throw error
    }
  })
}

/** A connection that sees what the writer committed. */
export function openForReading(folder: string): Database {
  const path = pathIn(folder)
  return guarded(path, () => {
    const database = new Database(path, { readOnly: true, waitMs: READER_WAIT_MS })
    database.exec(`PRAGMA cache_size = -${String(CACHE_KIB)}`)
    return database
  })
}

/** FAILED_PRECONDITION when the folder isn't there and can't be made. */
export function makeDataFolder(folder: string): void {
  try {
    makeFolder(folder, 0o700)
  } catch (error) {
    throw unusable(folder, error)
  }
}

function pathIn(folder: string): string {
  return join(folder, 'iteron.db')
}

/** Made under another name, so that a crash never leaves an empty file where data is expected. */
function create(folder: string, path: string): void {
  if (existsSync(`${path}-wal`)) throw damaged(path, 'it is missing, but its write-ahead log is there')
  const fresh = `${path}.new`
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${fresh}${end}`, { force: true })
  const database = new Database(fresh)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA user_version = 1')
  database.close()
  renameSync(fresh, path)
  const directory = openSync(folder, 'r')
  fsyncSync(directory)
  closeSync(directory)
}

function configure(database: Database, path: string, maxBytes: number | undefined): void {
  const [mode] = database.get('PRAGMA journal_mode = WAL') ?? []
  if (mode !== 'wal')
    throw new IteronError('FAILED_PRECONDITION', `${path} can't have a write-ahead log here`)
  database.exec(`PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -${String(CACHE_KIB)};
    PRAGMA wal_autocheckpoint = ${String(CHECKPOINT_PAGES)}; PRAGMA journal_size_limit = ${String(LOG_BYTES)}; PRAGMA foreign_keys = OFF; PRAGMA trusted_schema = OFF`)
  if (maxBytes !== undefined) {
    const [pageSize] = database.get('PRAGMA page_size') as [number]
    database.exec(`PRAGMA max_page_count = ${String(Math.ceil(maxBytes / pageSize))}`)
  }
  if (statSync(path).size > CHECKED_BYTES) return
  const [verdict] = database.get('PRAGMA quick_check(1)') as [string]
  if (verdict !== 'ok') throw damaged(path, verdict)
}

/** Work on one of the folder's files, with errors that say what to do. */
export function guarded<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (isIteronError(error)) throw error
    const fault = faultOf(error)
    if (fault === 'corrupt' || fault === 'io') throw damaged(path, messageOf(error), error)
    if (fault === 'files' || isTooManyFiles(error)) throw tooManyFiles(`can't open ${path}`, error)
    if (fault !== 'full') throw unusable(path, error)
    throw new IteronError('RESOURCE_EXHAUSTED', `no room on the disk to open ${path}`, { cause: error })
  }
}

function unusable(path: string, cause: unknown): IteronError {
  return new IteronError('FAILED_PRECONDITION', `can't open ${path}: ${messageOf(cause)}`, {
    cause,
    hint: 'Check that this user may read and write the data folder and the files in it.',
  })
}

/** The index of the log goes before the log does: alone it is there only if somebody took the log away. */
function withoutLog(path: string): IteronError {
  return new IteronError('DATA_LOSS', `${path} is without its write-ahead log: ${path}-wal is missing`, {
    hint: `Put it back, or restore a backup. Without ${path}-shm it opens as it was some time ago: what was acknowledged since is lost.`,
  })
}

function damaged(path: string, what: string, cause?: unknown): IteronError {
  return new IteronError('DATA_LOSS', `${path} is damaged: ${what}`, {
    cause,
    hint: 'Keep a copy of the whole folder, then restore a backup, or start with another data folder and run `iteron artifact reindex`.',
  })
}
