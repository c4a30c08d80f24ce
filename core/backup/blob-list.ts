import {
  blobListKey,
  bytesOfLines,
  digestOfLines,
  readWhole,
  writeWhole,
  type BackupStores,
} from './stores.ts'

/** A blob that a piece of the records refers to. */
export interface ListedBlob {
  readonly key: string
  readonly size: number
  /** Of its bytes, compared when it was copied. */
  readonly digest: string
}

/** One that the backup doesn't have. */
export interface MissingBlob {
  readonly key: string
  readonly problem: string
}

/** What a piece refers to. While nothing is missing it is final, for records and blobs don't change. */
export interface BlobList {
  readonly blobs: ListedBlob[]
  readonly missing: MissingBlob[]
}

/** Undefined if there is none, or not as it was written: it can be made again. */
export async function readBlobList({ index }: BackupStores, piece: string): Promise<BlobList | undefined> {
  const bytes = await readWhole(index, blobListKey(piece))
  const lines = bytes?.toString('utf8').trimEnd().split('\n') ?? []
  const seal = lines.pop()
  if (seal !== digestOfLines([piece, ...lines])) return undefined
  const entries = lines.map((line) => JSON.parse(line) as ListedBlob | MissingBlob)
  return {
    blobs: entries.filter((entry) => 'digest' in entry),
    missing: entries.filter((entry) => 'problem' in entry),
  }
}

/** To be written when all of its blobs are on the disk. The last line is the digest of the piece's name and the others. */
export async function writeBlobList(
  { index }: BackupStores,
  piece: string,
  { blobs, missing }: BlobList,
): Promise<void> {
  const lines = [...blobs, ...missing].map((entry) => JSON.stringify(entry))
  const seal = digestOfLines([piece, ...lines])
  await writeWhole(index, blobListKey(piece), bytesOfLines([...lines, seal]))
}
