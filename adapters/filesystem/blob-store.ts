import { dirname, join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { IteronError, messageOf } from '../../core/errors.ts'
import { makeFolder } from '../../core/make-folder.ts'
import { assertKey, assertPrefix } from '../../core/model/blob-key.ts'
import type {
  BlobSource,
  BlobStat,
  BlobStore,
  BlobStoreCapabilities,
  ByteRange,
  PutOptions,
  PutResult,
} from '../../core/ports/blob-store.ts'
import {
  closeNow,
  closing,
  fileStat,
  linkStat,
  openFile,
  READ_FLAGS,
  syncFile,
  unlink,
  withFile,
} from './descriptors.ts'
import { downloadTo } from './download.ts'
import { explained, systemCode, throwIfAborted, toIteronError } from './errors.ts'
import { Folders, syncFolder } from './folders.ts'
import { ifGone, walk } from './listing.ts'
import { inParallel } from '../../core/parallel.ts'
import { Pace } from '../../core/pace.ts'
import { publish } from './publishing.ts'
import { boundsOf, streamOf } from './reading.ts'
import { stage } from './staging.ts'
import { TEMPORARY, TemporaryFiles } from './temporary.ts'

export interface FilesystemBlobStoreOptions {
  /**
   * `power`: `sync` brings files and their folders to the disk. `process`: it does nothing; safe when a process is
   * killed, not when the power fails.
   */
  readonly durability: 'power' | 'process'
  /**
   * Told when the disk could not say that bytes reached it: they may be gone though a later `sync` succeeds, so the
   * process has to end and what it was doing has to be done anew.
   */
  readonly onFatal?: (error: IteronError) => void
}

/** As many as Node has threads for files: more would only wait. */
const WORKERS = 4
/** Paths may have 4,096 bytes on Linux; the rest is the store's folder. */
const MAX_KEY_BYTES = 3000
const MAX_ROOT_BYTES = 4095 - MAX_KEY_BYTES - 1

/**
 * Blobs as read-only files below a folder, their keys as paths. Needs hard links; any number of processes may share it.
 */
export function filesystemBlobStore(folder: string, options: FilesystemBlobStoreOptions): BlobStore {
  return new FilesystemBlobStore(resolve(folder), options)
}

class FilesystemBlobStore implements BlobStore {
  readonly capabilities: BlobStoreCapabilities = {
    maxPartBytes: 255,
    maxKeyBytes: MAX_KEY_BYTES,
    signedUrls: false,
    retention: false,
    move: true,
  }
  readonly #root: string
  readonly #durability: FilesystemBlobStoreOptions['durability']
  readonly #onFatal: FilesystemBlobStoreOptions['onFatal']
  readonly #temporary: TemporaryFiles
  readonly #folders: Folders
  /** Putting small files is all done at once. */
  readonly #pace = new Pace()
  #state: 'new' | 'open' | 'closed' = 'new'

  constructor(root: string, { durability, onFatal }: FilesystemBlobStoreOptions) {
    this.#root = root
    this.#durability = durability
    this.#onFatal = onFatal
    this.#temporary = new TemporaryFiles(root)
    this.#folders = new Folders(root)
  }

  async open(): Promise<void> {
    if (this.#state === 'closed') throw notOpen()
    if (this.#state === 'open') return
    if (Buffer.byteLength(this.#root) > MAX_ROOT_BYTES) {
      throw new IteronError('FAILED_PRECONDITION', `the path ${this.#root} is too long for a blob store`)
    }
    const folder = join(this.#root, TEMPORARY)
    await explained(`opening the blob store ${this.#root}`, () => this.#makeFolder(folder))
    const stat = await explained(`opening ${folder}`, () => linkStat(folder))
    if (!stat.isDirectory()) throw new IteronError('FAILED_PRECONDITION', `${folder} is a link, not a folder`)
    await this.#temporary.open()
    this.#state = 'open'
  }

  async put(key: string, source: BlobSource, options: PutOptions = {}): Promise<PutResult> {
    const target = this.#pathOf(key)
    if (options.retainUntil !== undefined) throw unimplemented('retain a blob')
    await this.#pace.turn()
    const temporary = this.#temporary.next()
    const { size, digest, done, undo } = await stage(temporary, source, options.signal)
    try {
      throwIfAborted(options.signal, `putting ${key}`)
      if (options.digest !== undefined && options.digest !== digest) {
        throw new IteronError('DATA_LOSS', `the bytes put under ${key} are ${digest}, not ${options.digest}`)
      }
      await publish(this.#folders, temporary, target, options.ifAbsent === true)
    } catch (error) {
      await explained(`taking back ${key}`, undo)
      throw error
    }
    await done()
    return { size, digest }
  }

  async read(key: string, range?: ByteRange, signal?: AbortSignal): Promise<Readable> {
    const path = this.#pathOf(key)
    const { fd, size } = await this.#openBlob(key, signal)
    try {
      return streamOf(fd, path, boundsOf(range, size, key), signal)
    } catch (error) {
      closeNow(fd)
      throw error
    }
  }

  async download(key: string, path: string, signal?: AbortSignal): Promise<PutResult> {
    const { fd, size } = await this.#openBlob(key, signal)
    return explained(`downloading ${key} to ${path}`, () =>
      closing(fd, () => downloadTo(fd, size, path, signal)),
    )
  }

  async stat(key: string): Promise<BlobStat | undefined> {
    const path = this.#pathOf(key)
    const stat = await explained(`looking for ${path}`, () => linkStat(path).catch(ifGone(undefined)))
    return stat?.isFile() === true ? { key, size: stat.size } : undefined
  }

  async *list(prefix: string, signal?: AbortSignal): AsyncGenerator<BlobStat> {
    this.#assertOpen()
    assertPrefix(prefix, this.capabilities)
    // A process that died left folders that it had made, and put nothing into.
    const files = walk(this.#root, prefix, (folder) => this.#folders.prune(folder))
    for (;;) {
      throwIfAborted(signal, `listing ${prefix}`)
      this.#assertOpen()
      const next = await explained(`listing ${join(this.#root, prefix)}`, () => files.next())
      if (next.done === true) return
      yield next.value
    }
  }

  async delete(keys: readonly string[]): Promise<void> {
    const paths = keys.map((key) => this.#pathOf(key))
    await inParallel(paths, WORKERS, (path) => explained(`deleting ${path}`, () => remove(path)))
    for (const folder of new Set(paths.map(dirname))) await this.#folders.prune(folder)
  }

  async signedUrl(key: string): Promise<string> {
    this.#pathOf(key)
    throw unimplemented('sign a link')
  }

  async sync(keys: readonly string[]): Promise<void> {
    const paths = keys.map((key) => this.#pathOf(key))
    if (this.#durability === 'process') return
    await inParallel(paths, WORKERS, (path) =>
      this.#synced(path, () => withFile(path, READ_FLAGS, 0, syncFile)),
    )
    const folders = new Set(paths.map(dirname))
    await inParallel(this.#folders.unsynced(folders), WORKERS, (folder) =>
      this.#synced(folder, () => syncFolder(folder)),
    )
    this.#folders.synced(folders)
  }

  async close(): Promise<void> {
    this.#state = 'closed'
  }

  /** The system reports bytes that it could not write once only: a sync that failed is never repeated. */
  async #synced(path: string, work: () => Promise<void>): Promise<void> {
    try {
      await explained(`syncing ${path}`, work)
    } catch (error) {
      const { cause } = error as { cause?: unknown }
      if (systemCode(cause) === 'EIO')
        this.#onFatal?.(
          new IteronError('UNAVAILABLE', `the disk failed: ${messageOf(error)}`, {
            hint: 'Check the disk and the system log, then start again: what was acknowledged is kept.',
          }),
        )
      throw error
    }
  }

  async #makeFolder(folder: string): Promise<void> {
    const outermost = makeFolder(folder)
    if (outermost === undefined || this.#durability === 'process') return
    for (let made = folder; made.length >= outermost.length; made = dirname(made))
      await syncFolder(dirname(made))
  }

  #assertOpen(): void {
    if (this.#state !== 'open') throw notOpen()
  }

  #pathOf(key: string): string {
    this.#assertOpen()
    assertKey(key, this.capabilities)
    if (key === TEMPORARY || key.startsWith(`${TEMPORARY}/`)) {
      throw new IteronError(
        'INVALID_ARGUMENT',
        `the key ${key} begins with a name that the store keeps for itself`,
      )
    }
    return `${this.#root}/${key}`
  }

  async #openBlob(key: string, signal: AbortSignal | undefined): Promise<{ fd: number; size: number }> {
    const path = this.#pathOf(key)
    throwIfAborted(signal, `reading ${key}`)
    const fd = await openFile(path, READ_FLAGS, 0).catch((error: unknown) => {
      throw NO_BLOB.has(systemCode(error) ?? '')
        ? notFound(key)
        : toIteronError(error, `opening the blob ${key}`)
    })
    const stat = fileStat(fd)
    if (stat.isFile()) return { fd, size: stat.size }
    closeNow(fd)
    throw notFound(key)
  }
}

/** What stands in the blob's place is a link, or below a file: as for `stat`, that is no blob. */
const NO_BLOB = new Set(['ENOTDIR', 'ELOOP'])
const GONE_OR_FOLDER = new Set(['ENOENT', 'ENOTDIR', 'EISDIR'])

async function remove(path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if (GONE_OR_FOLDER.has(systemCode(error) ?? '')) return
    // some systems say EPERM of a folder
    if (!(await linkStat(path)).isDirectory()) throw error
  }
}

function notFound(key: string): IteronError {
  return new IteronError('NOT_FOUND', `there is no blob ${key}`)
}

function unimplemented(what: string): IteronError {
  return new IteronError('UNIMPLEMENTED', `a store of files can't ${what}`)
}

function notOpen(): IteronError {
  return new IteronError('FAILED_PRECONDITION', 'the blob store is not open')
}
