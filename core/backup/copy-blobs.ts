import { finished } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { codeOf, isIteronError, IteronError, messageOf } from '../errors.ts'
import { Digester } from '../model/digest.ts'
import type { BlobSource, BlobStore } from '../ports/blob-store.ts'
import { Recent } from '../recent.ts'
import type { BlobList, ListedBlob, MissingBlob } from './blob-list.ts'
import type { BlobReference } from './references.ts'

/** The installation's blobs, as a backup reads them. */
export interface BlobReader {
  /**
   * Gives each blob to `take`, one after the other; a blob that can't be read fails `take`'s bytes with `SourceProblem`,
   * or is told as a problem. Rejects when the source as a whole fails.
   */
  readBlobs(
    keys: readonly string[],
    take: (key: string, bytes: AsyncIterable<Uint8Array>) => Promise<void>,
    problem: (key: string, why: SourceProblem) => void,
  ): Promise<void>
}

/** A blob of the installation is gone or can't be read: the rest is copied all the same. */
export class SourceProblem extends IteronError {}

/** Blobs up to this size are put from memory. Bytes. */
const IN_MEMORY = 1024 * 1024
const KEYS_AT_ONCE = 200
/** So many keys are remembered as compared in a run. */
export const MOST_KNOWN = 200_000

export interface Copied {
  /** Blobs and bytes that were not there before. */
  count: number
  bytes: number
}

/** Copies blobs that a backup doesn't have. */
export class BlobCopier {
  readonly copied: Copied = { count: 0, bytes: 0 }
  readonly #source: BlobReader
  readonly #target: BlobStore
  readonly #signal: AbortSignal
  readonly #known = new Recent<string, ListedBlob>(MOST_KNOWN)
  readonly #onCopied: () => void

  constructor(source: BlobReader, target: BlobStore, signal: AbortSignal, onCopied: () => void) {
    this.#source = source
    this.#target = target
    this.#signal = signal
    this.#onCopied = onCopied
  }

  /** All of them, as a list; when it resolves they are on the disk. Rejects when source or target fails as a whole. */
  async copy(references: readonly BlobReference[]): Promise<BlobList> {
    const wanted = new Map(references.map((reference) => [reference.key, reference]))
    const found = new Map<string, ListedBlob>()
    const missing: MissingBlob[] = []
    const absent: string[] = []
    for (const reference of wanted.values()) {
      const there = await this.#compared(reference)
      if (there === undefined) absent.push(reference.key)
      else found.set(reference.key, there)
    }
    for (let n = 0; n < absent.length; n += KEYS_AT_ONCE) {
      await this.#fetch(absent.slice(n, n + KEYS_AT_ONCE), wanted, found, missing)
    }
    const blobs = [...wanted.keys()].flatMap((key) => found.get(key) ?? [])
    await this.#target.sync(blobs.map(({ key }) => key))
    for (const blob of blobs) this.#known.set(blob.key, blob)
    return { blobs, missing }
  }

  async #fetch(
    keys: readonly string[],
    wanted: ReadonlyMap<string, BlobReference>,
    found: Map<string, ListedBlob>,
    missing: MissingBlob[],
  ): Promise<void> {
    const problem = (key: string, error: IteronError) => {
      const isLost = wanted.get(key)?.derived !== true || error.code !== 'NOT_FOUND'
      if (isLost) missing.push({ key, problem: messageOf(error) })
    }
    const take = async (key: string, bytes: AsyncIterable<Uint8Array>) => {
      try {
        found.set(key, await this.#put(key, bytes, wanted.get(key)?.digest))
      } catch (error) {
        if (!(error instanceof SourceProblem) && codeOf(error) !== 'DATA_LOSS') throw error
        problem(key, error as IteronError)
      }
    }
    await this.#source.readBlobs(keys, take, problem)
  }

  async #put(key: string, bytes: AsyncIterable<Uint8Array>, digest: string | undefined): Promise<ListedBlob> {
    const source = await sourceOf(bytes)
    const options = digest === undefined ? {} : { digest }
    const put = await this.#target.put(key, source, { ...options, signal: this.#signal })
    this.copied.count += 1
    this.copied.bytes += put.size
    this.#onCopied()
    return { key, size: put.size, digest: put.digest }
  }

  /** The blob as the backup has it, if that is what is wanted. What was compared before isn't read again. */
  async #compared({ key, size, digest }: BlobReference): Promise<ListedBlob | undefined> {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const stat = await this.#target.stat(key)
    if (stat === undefined || (size !== undefined && size !== stat.size)) return undefined
    const found = await digestIn(this.#target, key, this.#signal)
    return digest === undefined || found === digest ? { key, size: stat.size, digest: found } : undefined
  }
}

/** `sha256:…` of a stored blob. */
export async function digestIn(store: BlobStore, key: string, signal: AbortSignal): Promise<string> {
  const digester = new Digester()
  const stream = await store.read(key, undefined, signal)
  stream.on('data', (chunk: Uint8Array) => digester.update(chunk))
  await finished(stream)
  return digester.digest()
}

/** Small ones in memory, larger ones as a stream. */
async function sourceOf(bytes: AsyncIterable<Uint8Array>): Promise<BlobSource> {
  const iterator = bytes[Symbol.asyncIterator]()
  const begin: Uint8Array[] = []
  for (let size = 0; size <= IN_MEMORY;) {
    const next = await iterator.next()
    if (next.done === true) return { bytes: Buffer.concat(begin) }
    begin.push(next.value)
    size += next.value.byteLength
  }
  return { stream: Readable.from(continued(begin, iterator), { objectMode: false }) }
}

async function* continued(begin: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>) {
  yield* begin
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
}

/** Whether an error is of one blob and not of the whole store. */
export function isOfOneBlob(error: unknown): error is IteronError {
  return isIteronError(error) && OF_ONE_BLOB.has(error.code)
}

const OF_ONE_BLOB: ReadonlySet<string> = new Set([
  'NOT_FOUND',
  'DATA_LOSS',
  'INTERNAL',
  'INVALID_ARGUMENT',
  'FAILED_PRECONDITION',
  'PERMISSION_DENIED',
  'OUT_OF_RANGE',
])
