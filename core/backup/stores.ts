import { createHash } from 'node:crypto'
import type { BlobStore } from '../ports/blob-store.ts'

/** Where a backup lies: any blob store can hold one. */
export interface BackupStores {
  /** What describes it: `backup.json`, `snapshots/`, `records/`. */
  readonly index: BlobStore
  /** The installation's blobs under their own keys. */
  readonly blobs: BlobStore
}

/** Whose backup this is; written before anything else. */
export const OWNER_KEY = 'backup.json'
export const SNAPSHOTS = 'snapshots/'

/** A snapshot is named by its time: `2026-01-31T08-00-00.000Z`. */
export function snapshotName(takenAt: number): string {
  return new Date(takenAt).toISOString().replaceAll(':', '-')
}

export function snapshotKey(name: string): string {
  return `${SNAPSHOTS}${name}.json`
}

/** Records by their digest, so that what two snapshots have in common is there once. */
export function recordsKey(digest: string): string {
  return `${pieceOf(digest)}.jsonl`
}

/** The blobs that these records refer to. */
export function blobListKey(digest: string): string {
  return `${pieceOf(digest)}.blobs`
}

function pieceOf(digest: string): string {
  const hex = digest.slice('sha256:'.length)
  return `records/${hex.slice(0, 2)}/${hex}`
}

/** `sha256:…` of lines, each with its line end. */
export function digestOfLines(lines: readonly string[]): string {
  const hash = createHash('sha256')
  for (const line of lines) hash.update(line).update('\n')
  return `sha256:${hash.digest('hex')}`
}

export function bytesOfLines(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''))
}

/** All of a small blob; undefined if there is none. */
export async function readWhole(store: BlobStore, key: string): Promise<Buffer | undefined> {
  if ((await store.stat(key)) === undefined) return undefined
  const chunks: Uint8Array[] = []
  for await (const chunk of await store.read(key)) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}

/** Writes a small blob in place of what is there, and brings it to the disk. */
export async function writeWhole(store: BlobStore, key: string, bytes: Uint8Array): Promise<void> {
  await store.put(key, { bytes })
  await store.sync([key])
}
