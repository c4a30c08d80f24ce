import type { AttemptOutput } from '../../core/model/attempt-output.ts'
import type { BlobStore } from '../../core/ports/blob-store.ts'

/**
 * Removes what former tries of C1 stored below the attempt's prefix, which ends in `/`, and the last one refers to
 * elsewhere. Nobody else knows of it before the commit. Logs stay.
 */
export async function dropSpare(
  blobs: BlobStore,
  prefix: string,
  { files, events }: AttemptOutput,
): Promise<void> {
  const lists = events.flatMap(({ dataAt, filesAt }) => [dataAt, filesAt])
  const needed = new Set([...files, ...lists].map((one) => one?.key))
  for (const part of ['files/', 'lists/']) {
    for await (const { key } of blobs.list(prefix + part)) if (!needed.has(key)) await blobs.delete([key])
  }
}
