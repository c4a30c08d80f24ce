import { finished } from 'node:stream/promises'
import { codeOf, IteronError, messageOf } from '../errors.ts'
import { metadataKey } from '../model/artifact-keys.ts'
import type { ArtifactRecord } from '../model/artifact.ts'
import type { JobRecord } from '../model/job.ts'
import { inParallel } from '../parallel.ts'
import { Recent } from '../recent.ts'
import { openVerified } from '../policies/verified-read.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Document, DocumentStore } from '../ports/document-store.ts'
import { BUS_PREFIX, type Snapshots } from '../ports/snapshots.ts'
import { readBlobList, type ListedBlob, type MissingBlob } from './blob-list.ts'
import { isOfOneBlob, MOST_KNOWN } from './copy-blobs.ts'
import { DistinctKeys } from './distinct-keys.ts'
import { refersToBlobs } from './references.ts'
import type { Piece, Snapshot } from './snapshot-file.ts'
import type { BackupStores } from './stores.ts'
import { linesOf } from './take-backup.ts'

const WIDTH = 4
const DOCUMENTS_AT_ONCE = 200

/** Where a backup goes: the ports of an installation that nobody else uses. */
export interface RestoreTarget {
  readonly store: DocumentStore
  readonly snapshots: Snapshots
  readonly blobs: BlobStore
  /** Collections that the store was opened with. */
  readonly collections: ReadonlySet<string>
  /** Writes an artifact's `metadata.yaml` from its records. */
  readonly publishMetadata: (artifact: ArtifactRecord) => Promise<void>
  /** Pieces that an earlier run has finished, and how the next one is noted. */
  readonly done: ReadonlySet<string>
  readonly markDone: (piece: string) => Promise<void>
}

export interface RestoreProgress {
  pieces: number
  readonly piecesTotal: number
  documents: number
  blobs: number
  bytes: number
}

export interface RestoreResult extends RestoreProgress {
  /** Blobs that the backup doesn't have as they were. */
  readonly missing: readonly MissingBlob[]
}

export interface RestoreOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: RestoreProgress) => void
}

/**
 * Puts a snapshot into empty ports; run again after whatever ended it, it goes on behind the last piece that was done.
 * Everything is compared with its digest on its way: damaged records end it with DATA_LOSS, a damaged blob is left out
 * and listed.
 */
export async function restoreBackup(
  stores: BackupStores,
  snapshot: Snapshot,
  target: RestoreTarget,
  options: RestoreOptions,
): Promise<RestoreResult> {
  const unknown = snapshot.pieces.find(
    ({ collection }) => !collection.startsWith(BUS_PREFIX) && !target.collections.has(collection),
  )
  if (unknown !== undefined) throw tooNew(snapshot, unknown.collection)
  return await new Restore(stores, snapshot, target, options).run()
}

class Restore {
  readonly #stores: BackupStores
  readonly #snapshot: Snapshot
  readonly #target: RestoreTarget
  readonly #options: RestoreOptions
  readonly #missing = new Map<string, MissingBlob>()
  readonly #counted = new DistinctKeys()
  /** Put or compared in this run. */
  readonly #known = new Recent<string, true>(MOST_KNOWN)
  readonly #progress: RestoreProgress

  constructor(stores: BackupStores, snapshot: Snapshot, target: RestoreTarget, options: RestoreOptions) {
    this.#stores = stores
    this.#snapshot = snapshot
    this.#target = target
    this.#options = options
    this.#progress = { pieces: 0, piecesTotal: snapshot.pieces.length, documents: 0, blobs: 0, bytes: 0 }
  }

  async run(): Promise<RestoreResult> {
    for (const piece of this.#snapshot.pieces) {
      this.#options.signal.throwIfAborted()
      await this.#restore(piece)
    }
    await this.#completeMetadata()
    return { ...this.#progress, missing: [...this.#missing.values()] }
  }

  /** Blobs first: a record is never there without them. */
  async #restore(piece: Piece): Promise<void> {
    const name = `${piece.collection} ${piece.digest}`
    const isDone = this.#target.done.has(name)
    if (refersToBlobs(piece.collection)) await this.#restoreBlobs(piece, isDone)
    if (!isDone) {
      await this.#restoreRecords(piece)
      await this.#target.markDone(name)
    }
    this.#progress.pieces += 1
    this.#progress.documents += piece.documents
    this.#tell()
  }

  async #restoreBlobs({ digest, collection }: Piece, isDone: boolean): Promise<void> {
    const list = await readBlobList(this.#stores, digest)
    if (list === undefined) throw listLost(collection, digest)
    for (const blob of list.missing) if (this.#known.get(blob.key) !== true) this.#missing.set(blob.key, blob)
    await inParallel(list.blobs, WIDTH, async (blob) => this.#restoreBlob(blob, isDone), this.#options.signal)
    const there = list.blobs.filter(({ key }) => !this.#missing.has(key))
    if (!isDone) await this.#target.blobs.sync(there.map(({ key }) => key))
  }

  async #restoreBlob(blob: ListedBlob, isDone: boolean): Promise<void> {
    const { key, size } = blob
    if (this.#known.get(key) === true) return
    try {
      if (!(await this.#isThere(blob, isDone))) await this.#copy(blob)
    } catch (error) {
      if (codeOf(error) !== 'DATA_LOSS' && codeOf(error) !== 'NOT_FOUND') throw error
      this.#missing.set(key, { key, problem: `the copy is damaged: ${messageOf(error)}` })
      return
    }
    this.#known.set(key, true)
    this.#missing.delete(key) // another list may lack it
    if (!this.#counted.add(key)) return
    this.#progress.blobs += 1
    this.#progress.bytes += size
    this.#tell()
  }

  /** One that an interrupted run has put may be empty after a power failure, until its piece was done. */
  async #isThere(blob: ListedBlob, isDone: boolean): Promise<boolean> {
    const { blobs } = this.#target
    if ((await blobs.stat(blob.key))?.size !== blob.size) return false
    return isDone || (await isSound(blobs, blob, this.#options.signal))
  }

  async #copy({ key, digest }: ListedBlob): Promise<void> {
    const { signal } = this.#options
    const stream = await this.#stores.blobs.read(key, undefined, signal)
    await this.#target.blobs.put(key, { stream }, { digest, signal })
  }

  async #restoreRecords(piece: Piece): Promise<void> {
    const { collection } = piece
    const lines = await linesOf(this.#stores, piece)
    if (collection.startsWith(BUS_PREFIX)) {
      await this.#target.snapshots.restoreBus({ collection, documents: lines })
      return
    }
    for (let n = 0; n < lines.length; n += DOCUMENTS_AT_ONCE) {
      const documents = lines.slice(n, n + DOCUMENTS_AT_ONCE).map((line) => JSON.parse(line) as Document)
      await this.#target.store.batch(
        documents.map((document) => ({ kind: 'insert', collection, document, keep: true })),
      )
    }
  }

  /** What was not yet written at the instant of the snapshot, or already taken away by who deleted the artifact then. */
  async #completeMetadata(): Promise<void> {
    const { store, blobs, publishMetadata } = this.#target
    let after: string | undefined
    do {
      const page = await store.find<ArtifactRecord>('artifacts', {
        filter: {},
        limit: 500,
        ...(after === undefined ? {} : { after }),
      })
      for (const artifact of page.documents) {
        this.#options.signal.throwIfAborted()
        if (artifact.deletedAt !== undefined || (await isBeingRelayed(store, artifact))) continue
        const key = metadataKey(artifact.path)
        if ((await blobs.stat(key)) === undefined) await publishMetadata(artifact)
        this.#missing.delete(key)
      }
      after = page.next
    } while (after !== undefined)
  }

  #tell(): void {
    this.#options.onProgress(this.#progress)
  }
}

/** Then not all of its records are there, and the relay writes it. */
async function isBeingRelayed(store: DocumentStore, { job }: ArtifactRecord): Promise<boolean> {
  return job !== undefined && (await store.get<JobRecord>('jobs', job))?.relayed === false
}

async function isSound(store: BlobStore, { key, digest }: ListedBlob, signal: AbortSignal): Promise<boolean> {
  try {
    await finished((await openVerified(store, key, digest, signal)).resume())
    return true
  } catch (error) {
    if (isOfOneBlob(error)) return false
    throw error
  }
}

function tooNew({ version }: Snapshot, collection: string): IteronError {
  return new IteronError(
    'FAILED_PRECONDITION',
    `the backup was made by Iteron ${version} and has ${collection}, which this version doesn't know`,
    { hint: 'Restore it with the Iteron that made it, or a later one.' },
  )
}

function listLost(collection: string, digest: string): IteronError {
  return new IteronError(
    'DATA_LOSS',
    `the backup's list of the files of ${collection} ${digest} is gone or damaged`,
    {
      hint: 'Restore another snapshot, or take another backup: it makes the list anew.',
    },
  )
}
