import { codeOf, IteronError, messageOf } from '../errors.ts'
import { inParallel } from '../parallel.ts'
import { readBlobList, writeBlobList, type ListedBlob, type MissingBlob } from './blob-list.ts'
import { digestIn, isOfOneBlob } from './copy-blobs.ts'
import { DistinctKeys } from './distinct-keys.ts'
import { refersToBlobs } from './references.ts'
import { ownerOf, readSnapshot, snapshotNames, type Piece } from './snapshot-file.ts'
import type { BackupStores } from './stores.ts'
import { linesOf } from './take-backup.ts'

const WIDTH = 4

export interface BackupFinding {
  /** Key in the backup, or of a blob. */
  readonly subject: string
  readonly message: string
}

export interface Verification {
  readonly installation: string
  readonly snapshots: readonly string[]
  pieces: number
  blobs: number
  bytes: number
  readonly findings: BackupFinding[]
}

export interface VerifyOptions {
  readonly signal: AbortSignal
  readonly onProgress: (verification: Verification) => void
}

/**
 * Reads a whole backup, all of its snapshots, and compares everything with its digests. A damaged blob is marked as
 * missing: the next backup copies it anew. NOT_FOUND where there is no backup.
 */
export async function verifyBackup(stores: BackupStores, options: VerifyOptions): Promise<Verification> {
  const installation = await ownerOf(stores)
  if (installation === undefined) throw noBackup()
  const snapshots = await snapshotNames(stores)
  const verification: Verification = {
    installation,
    snapshots,
    pieces: 0,
    blobs: 0,
    bytes: 0,
    findings: [],
  }
  const pieces = await piecesOfAll(stores, snapshots, verification.findings)
  const verifier = new Verifier(stores, verification, options)
  await inParallel(pieces, WIDTH, (piece) => verifier.verify(piece), options.signal)
  return verification
}

export function noBackup(): IteronError {
  return new IteronError('NOT_FOUND', 'there is no backup in the folder', {
    hint: 'Make one with `iteron backup DIR`.',
  })
}

async function piecesOfAll(
  stores: BackupStores,
  snapshots: readonly string[],
  findings: BackupFinding[],
): Promise<Piece[]> {
  const pieces = new Map<string, Piece>()
  for (const name of snapshots) {
    try {
      for (const piece of (await readSnapshot(stores, name)).pieces) pieces.set(piece.digest, piece)
    } catch (error) {
      if (codeOf(error) !== 'DATA_LOSS') throw error
      findings.push({ subject: name, message: messageOf(error) })
    }
  }
  return [...pieces.values()]
}

class Verifier {
  readonly #stores: BackupStores
  readonly #verification: Verification
  readonly #options: VerifyOptions
  /** Key and digest of the blobs that were found sound. */
  readonly #sound = new Set<string>()
  readonly #counted = new DistinctKeys()
  /** Contents and manifests name the same blobs. */
  readonly #found = new Set<string>()

  constructor(stores: BackupStores, verification: Verification, options: VerifyOptions) {
    this.#stores = stores
    this.#verification = verification
    this.#options = options
  }

  async verify(piece: Piece): Promise<void> {
    await this.#verifyRecords(piece)
    if (refersToBlobs(piece.collection)) await this.#verifyBlobs(piece)
    this.#verification.pieces += 1
    this.#options.onProgress(this.#verification)
  }

  async #verifyRecords(piece: Piece): Promise<void> {
    try {
      await linesOf(this.#stores, piece)
    } catch (error) {
      if (!isOfOneBlob(error)) throw error
      this.#find(`records of ${piece.collection} ${piece.digest}`, messageOf(error))
    }
  }

  async #verifyBlobs({ digest, collection }: Piece): Promise<void> {
    const list = await readBlobList(this.#stores, digest)
    if (list === undefined) {
      this.#find(`files of ${collection} ${digest}`, 'their list is gone or damaged')
      return
    }
    const damaged: MissingBlob[] = []
    for (const blob of list.blobs) {
      this.#options.signal.throwIfAborted()
      const problem = await this.#problemOf(blob)
      if (problem !== undefined) damaged.push({ key: blob.key, problem })
    }
    for (const { key, problem } of [...list.missing, ...damaged]) this.#find(key, problem)
    if (damaged.length === 0) return
    const blobs = list.blobs.filter(({ key }) => !damaged.some((blob) => blob.key === key))
    await writeBlobList(this.#stores, digest, { blobs, missing: [...list.missing, ...damaged] })
  }

  async #problemOf({ key, size, digest }: ListedBlob): Promise<string | undefined> {
    const name = `${digest} ${key}`
    if (this.#sound.has(name)) return undefined
    try {
      const found = await digestIn(this.#stores.blobs, key, this.#options.signal)
      if (found !== digest) return `the copy is damaged: its digest is ${found}, not ${digest}`
    } catch (error) {
      if (!isOfOneBlob(error)) throw error
      return `the copy can't be read: ${messageOf(error)}`
    }
    this.#sound.add(name)
    if (!this.#counted.add(key)) return undefined
    this.#verification.blobs += 1
    this.#verification.bytes += size
    this.#options.onProgress(this.#verification)
    return undefined
  }

  #find(subject: string, message: string): void {
    if (this.#found.has(subject)) return
    this.#found.add(subject)
    this.#verification.findings.push({ subject, message })
  }
}
