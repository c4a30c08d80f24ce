import { posix } from 'node:path'
import { IteronError } from '../../core/errors.ts'
import { fileKey } from '../../core/model/artifact-keys.ts'
import type { ManifestEntry } from '../../core/model/artifact.ts'
import type { AttemptFailure } from '../../core/model/attempt-failure.ts'
import { Digester } from '../../core/model/digest.ts'
import { putOnce } from '../../core/policies/put-once.ts'
import type { BlobSource, BlobStore } from '../../core/ports/blob-store.ts'
import type { Folder } from '../folder.ts'
import { inParallel } from '../../core/parallel.ts'
import { systemCode } from '../system-code.ts'
import { contentOf } from './file-digest.ts'
import { Folders } from './folders.ts'
import type { OutputFile } from './out-data.ts'
import { asViolation, violation } from './violation.ts'

const WIDTH = 8
const BATCH = 256
/** Smaller files are not given away to be moved: stores write them anew all the same. Bytes. */
const LEAST_MOVED_BYTES = 256 * 1024

/** Digests whose bytes are stored, with where: those that nobody may refer to are left out. */
export type Lookup = (
  digests: readonly string[],
) => Promise<ReadonlyMap<string, { readonly key: string; readonly size: number }>>

export interface StoreOptions {
  readonly blobs: BlobStore
  readonly lookup: Lookup
  /** Of the artifact's keys, ending in `/`. */
  readonly prefix: string
  /** Called before a file is given away; what it throws ends the stage. */
  readonly beforeMove: () => void
  readonly signal?: AbortSignal | undefined
}

export interface StoredFiles {
  /** In the order of the files. */
  readonly entries: ManifestEntry[]
  readonly referred: readonly string[]
  /** Keys under the prefix that hold something now. */
  readonly keys: readonly string[]
}

/** A file whose content is known. `key`: an earlier try stored it and it is gone from the folder. */
interface Hashed {
  readonly path: string
  readonly digest: string
  readonly size: number
  readonly movable: boolean
  /** All of a small file, as it was digested. */
  readonly bytes?: Buffer
  readonly key?: string
}

/**
 * C1 for the files: each content is stored once, under the attempt's prefix, unless it is stored already; may be
 * repeated.
 */
export async function storeFiles(
  data: Folder,
  files: readonly OutputFile[],
  options: StoreOptions,
): Promise<StoredFiles> {
  const storing = new Storing(data, options)
  const sources = files.filter((file) => file.path === file.source).map((file) => file.path)
  for (let at = 0; at < sources.length; at += BATCH) await storing.store(sources.slice(at, at + BATCH))
  return storing.result(files)
}

class Storing {
  readonly #data: Folder
  readonly #options: StoreOptions
  readonly #bySource = new Map<string, ManifestEntry>()
  /** Digest → key, of all contents so far. */
  readonly #known = new Map<string, string>()
  readonly #referred = new Set<string>()
  readonly #keys: string[] = []

  constructor(data: Folder, options: StoreOptions) {
    this.#data = data
    this.#options = options
  }

  async store(paths: readonly string[]): Promise<void> {
    const folders = new Folders(this.#data)
    try {
      const hashed = await this.#hash(paths, folders)
      await this.#lookUp(hashed)
      await inParallel(this.#fresh(hashed), WIDTH, (file) => this.#put(file, folders), this.#options.signal)
    } finally {
      folders.close()
    }
  }

  result(files: readonly OutputFile[]): StoredFiles {
    const entries = files.map(({ path, source }) => {
      const entry = this.#bySource.get(source)
      if (entry === undefined)
        throw new IteronError('INTERNAL', `the file ${source} was left out of the commit`)
      return path === source ? entry : { ...entry, path }
    })
    return { entries, referred: [...this.#referred], keys: this.#keys }
  }

  async #hash(paths: readonly string[], folders: Folders): Promise<Hashed[]> {
    const hashed = new Array<Hashed>(paths.length)
    const work = async (path: string, index: number) => {
      hashed[index] = await this.#hashOne(path, folders)
    }
    await inParallel(paths, WIDTH, work, this.#options.signal)
    return hashed
  }

  async #hashOne(path: string, folders: Folders): Promise<Hashed> {
    const { folder, name } = placeOf(path)
    try {
      return { path, ...(await contentOf(folders.get(folder), name, path, this.#options.signal)) }
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw asViolation(`out/data/${path}`, error)
      return this.#movedBefore(path, error)
    }
  }

  async #movedBefore(path: string, cause: unknown): Promise<Hashed> {
    const key = this.#keyOf(path)
    const { blobs, signal } = this.#options
    const stat = await blobs.stat(key)
    if (stat === undefined) throw changed(path, cause)
    if (stat.digest !== undefined) return { path, digest: stat.digest, size: stat.size, movable: false, key }
    const digester = new Digester()
    for await (const chunk of await blobs.read(key, undefined, signal)) digester.update(chunk as Uint8Array)
    return { path, digest: digester.digest(), size: digester.size, movable: false, key }
  }

  async #lookUp(hashed: readonly Hashed[]): Promise<void> {
    for (const { digest, key } of hashed) {
      if (key === undefined) continue
      this.#known.set(digest, key)
      this.#keys.push(key)
    }
    const unknown = new Set(hashed.map((file) => file.digest).filter((digest) => !this.#known.has(digest)))
    if (unknown.size === 0) return
    for (const [digest, { key }] of await this.#options.lookup([...unknown])) {
      if (!unknown.has(digest)) continue
      this.#known.set(digest, key)
      this.#referred.add(digest)
    }
  }

  /** The files to be put: the first of each content that isn't stored yet. Gives every file its entry. */
  #fresh(hashed: readonly Hashed[]): Hashed[] {
    const fresh: Hashed[] = []
    for (const file of hashed) {
      const { path, digest, size } = file
      const key = file.key ?? this.#known.get(digest) ?? this.#keyOf(path)
      if (!this.#known.has(digest)) {
        this.#known.set(digest, key)
        fresh.push(file)
      }
      this.#bySource.set(path, { path, digest, size, key })
    }
    return fresh
  }

  async #put(file: Hashed, folders: Folders): Promise<void> {
    const { blobs, signal } = this.#options
    const key = this.#keyOf(file.path)
    const options = { digest: file.digest, ...(signal === undefined ? {} : { signal }) }
    try {
      await putOnce(blobs, key, this.#sourceOf(file, folders), options)
    } catch (error) {
      // the store's errors are not the module's doing, unless the file is not what it was
      if (file.bytes !== undefined || signal?.aborted === true) throw error
      if (await this.#isUnchanged(file, folders)) throw error
      throw changed(file.path, error)
    }
    this.#keys.push(key)
  }

  async #isUnchanged({ path, digest }: Hashed, folders: Folders): Promise<boolean> {
    const { folder, name } = placeOf(path)
    try {
      const now = await contentOf(folders.get(folder), name, path, this.#options.signal)
      return now.digest === digest
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return false
      throw asViolation(`out/data/${path}`, error)
    }
  }

  #sourceOf({ path, size, movable, bytes }: Hashed, folders: Folders): BlobSource {
    if (bytes !== undefined) return { bytes }
    const move = movable && size > LEAST_MOVED_BYTES && this.#options.blobs.capabilities.move
    if (move) this.#options.beforeMove()
    const { folder, name } = placeOf(path)
    return { path: folders.get(folder).at(name), move }
  }

  #keyOf(path: string): string {
    return fileKey(this.#options.prefix, path, this.#options.blobs.capabilities)
  }
}

/** Nothing of the attempt is left that could do that, unless it hid: nothing of such a file may count. */
function changed(path: string, cause: unknown): AttemptFailure {
  return violation(`out/data/${path}`, 'was changed or removed while it was stored', {
    hint: 'Something that the module started goes on writing: end it before the module ends.',
    cause,
  })
}

function placeOf(path: string): { readonly folder: string; readonly name: string } {
  const folder = posix.dirname(path)
  return { folder: folder === '.' ? '' : folder, name: posix.basename(path) }
}
