import { codeOf, IteronError, messageOf } from '../errors.ts'
import { inParallel } from '../parallel.ts'
import { readVerified } from '../policies/verified-read.ts'
import type { Document } from '../ports/document-store.ts'
import type { JobRecord } from '../model/job.ts'
import type { RecordsPart } from '../ports/snapshots.ts'
import { readBlobList, writeBlobList, type BlobList, type MissingBlob } from './blob-list.ts'
import { BlobCopier, digestIn, type BlobReader } from './copy-blobs.ts'
import { DistinctKeys } from './distinct-keys.ts'
import { piecesOf, type Lines } from './pieces.ts'
import { CommittedAttempts, isFixed, referencesOf, refersToBlobs, type BlobReference } from './references.ts'
import { claimPlace, writeSnapshot, type Piece } from './snapshot-file.ts'
import {
  blobListKey,
  bytesOfLines,
  digestOfLines,
  recordsKey,
  snapshotName,
  type BackupStores,
} from './stores.ts'

/** Pieces whose blobs are copied at once. */
const WIDTH = 3
const SYNC_EVERY = 50

/** What is backed up: records of one instant, and blobs that stay as long as this is open. */
export interface BackupSource extends BlobReader {
  readonly header: { readonly installation: string; readonly version: string; readonly takenAt: number }
  records(): AsyncIterable<RecordsPart>
}

export interface BackupProgress {
  documents: number
  /** Pieces of records that were written, and that were there. */
  piecesNew: number
  pieces: number
  /** Pieces whose blobs are there, of those that refer to any. */
  piecesDone: number
  piecesWithBlobs: number
  blobs: number
  blobBytes: number
  blobsCopied: number
  bytesCopied: number
}

export interface BackupResult extends BackupProgress {
  readonly snapshot: string
  readonly installation: string
  readonly takenAt: number
  readonly missing: readonly MissingBlob[]
}

export interface BackupOptions {
  readonly now: () => number
  readonly signal: AbortSignal
  readonly onProgress: (progress: BackupProgress) => void
}

/**
 * Adds a snapshot of the source to a backup. Whatever ends it, what was copied counts for the next one; the snapshot is
 * there with the last write. Blobs that can't be read are listed, and all others copied.
 */
export async function takeBackup(
  source: BackupSource,
  stores: BackupStores,
  options: BackupOptions,
): Promise<BackupResult> {
  await claimPlace(stores, source.header.installation)
  return await new Backup(source, stores, options).run()
}

class Backup {
  readonly #source: BackupSource
  readonly #stores: BackupStores
  readonly #options: BackupOptions
  readonly #copier: BlobCopier
  readonly #committed = new CommittedAttempts()
  readonly #collections: Record<string, number> = {}
  readonly #pieces: Piece[] = []
  readonly #missing = new Map<string, MissingBlob>()
  readonly #counted = new DistinctKeys()
  readonly #progress: BackupProgress = {
    documents: 0,
    piecesNew: 0,
    pieces: 0,
    piecesDone: 0,
    piecesWithBlobs: 0,
    blobs: 0,
    blobBytes: 0,
    blobsCopied: 0,
    bytesCopied: 0,
  }

  constructor(source: BackupSource, stores: BackupStores, options: BackupOptions) {
    this.#source = source
    this.#stores = stores
    this.#options = options
    this.#copier = new BlobCopier(source, stores.blobs, options.signal, () => this.#tell())
  }

  async run(): Promise<BackupResult> {
    const { installation, version, takenAt } = this.#source.header
    await this.#keepRecords()
    const pieces = this.#pieces.filter(({ collection }) => refersToBlobs(collection))
    this.#progress.piecesWithBlobs = pieces.length
    // most of what the others refer to is contents: first, so that no two fetch the same
    const [contents, others] = [true, false].map((wanted) =>
      pieces.filter(({ collection }) => (collection === 'contents') === wanted),
    ) as [Piece[], Piece[]]
    for (const some of [contents, others])
      await inParallel(some, WIDTH, (piece) => this.#keepBlobs(piece), this.#options.signal)
    const snapshot = snapshotName(takenAt)
    const { blobs: count, blobBytes: bytes } = this.#progress
    await writeSnapshot(this.#stores, snapshot, {
      installation,
      version,
      takenAt: new Date(takenAt).toISOString(),
      completedAt: new Date(this.#options.now()).toISOString(),
      collections: this.#collections,
      blobs: { count, bytes, problems: this.#missing.size },
      pieces: this.#pieces,
    })
    return { ...this.#progress, snapshot, installation, takenAt, missing: [...this.#missing.values()] }
  }

  async #keepRecords(): Promise<void> {
    let unsynced: string[] = []
    for await (const piece of piecesOf(this.#source.records())) {
      this.#options.signal.throwIfAborted()
      unsynced.push(await this.#keepPiece(piece))
      this.#tell()
      if (unsynced.length < SYNC_EVERY) continue
      await this.#stores.index.sync(unsynced)
      unsynced = []
    }
    await this.#stores.index.sync(unsynced)
  }

  /** Its key, to be synced: a run that was killed may have put it there, and not come so far. */
  async #keepPiece({ collection, lines }: Lines): Promise<string> {
    if (collection === 'jobs') for (const line of lines) this.#committed.add(JSON.parse(line) as JobRecord)
    const { index } = this.#stores
    const digest = digestOfLines(lines)
    const bytes = bytesOfLines(lines)
    this.#pieces.push({ collection, digest, documents: lines.length, bytes: bytes.byteLength })
    this.#collections[collection] = (this.#collections[collection] ?? 0) + lines.length
    this.#progress.documents += lines.length
    this.#progress.pieces += 1
    const key = recordsKey(digest)
    const stat = await index.stat(key)
    const isThere =
      stat?.size === bytes.byteLength && (await digestIn(index, key, this.#options.signal)) === digest
    if (!isThere) {
      await index.put(key, { bytes }, { digest })
      this.#progress.piecesNew += 1
    }
    return key
  }

  async #keepBlobs(piece: Piece): Promise<void> {
    const { blobs, missing } = await this.#listOf(piece)
    for (const { key, size } of blobs) {
      if (!this.#counted.add(key)) continue
      this.#progress.blobs += 1
      this.#progress.blobBytes += size
    }
    for (const blob of missing) this.#missing.set(blob.key, blob)
    this.#progress.piecesDone += 1
    this.#tell()
  }

  /** The list that an earlier run has finished, or a new one. */
  async #listOf(piece: Piece): Promise<BlobList> {
    const known = await readBlobList(this.#stores, piece.digest)
    if (known?.missing.length === 0 && isFixed(piece.collection)) {
      await this.#stores.index.sync([blobListKey(piece.digest)])
      return known
    }
    const list = await this.#copier.copy(await referencesIn(this.#stores, piece, this.#committed))
    await writeBlobList(this.#stores, piece.digest, isFixed(piece.collection) ? list : joined(list, known))
    return list
  }

  #tell(): void {
    const { count, bytes } = this.#copier.copied
    Object.assign(this.#progress, { blobsCopied: count, bytesCopied: bytes })
    this.#options.onProgress(this.#progress)
  }
}

/** The documents of a piece. DATA_LOSS if it isn't what was written. */
export async function linesOf({ index }: BackupStores, { digest }: Piece): Promise<string[]> {
  try {
    const bytes = await readVerified(index, recordsKey(digest), digest)
    return bytes.toString('utf8').trimEnd().split('\n')
  } catch (error) {
    if (codeOf(error) !== 'DATA_LOSS' && codeOf(error) !== 'NOT_FOUND') throw error
    throw new IteronError('DATA_LOSS', `records of the backup are damaged: ${messageOf(error)}`, {
      cause: error,
      hint: 'Restore another snapshot or another copy; the next backup writes these records anew if they are still needed.',
    })
  }
}

/** An earlier snapshot may need what this one doesn't. */
function joined({ blobs, missing }: BlobList, known: BlobList | undefined): BlobList {
  const all = [...(known?.blobs ?? []), ...blobs]
  return { blobs: [...new Map(all.map((blob) => [blob.key, blob])).values()], missing }
}

async function referencesIn(
  stores: BackupStores,
  piece: Piece,
  committed: CommittedAttempts,
): Promise<BlobReference[]> {
  const lines = await linesOf(stores, piece)
  return lines.flatMap((line) => referencesOf(piece.collection, JSON.parse(line) as Document, committed))
}
