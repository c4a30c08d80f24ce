import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { BlobStore } from '../core/ports/blob-store.ts'
import { putOnce } from '../core/policies/put-once.ts'

/** Metadata up to this size is made once and put from memory. Bytes. */
const IN_MEMORY = 1024 * 1024

/** Puts a text that can be made again: a large one is made twice, once for its digest. What is there with the same content is a success. */
export async function putMetadata(
  blobs: BlobStore,
  key: string,
  text: () => AsyncIterable<string>,
): Promise<void> {
  const hash = createHash('sha256')
  let chunks: string[] | undefined = []
  let size = 0
  for await (const chunk of text()) {
    hash.update(chunk)
    size += chunk.length
    if (size > IN_MEMORY) chunks = undefined
    else chunks?.push(chunk)
  }
  const digest = `sha256:${hash.digest('hex')}`
  const source =
    chunks === undefined
      ? { stream: Readable.from(text(), { objectMode: false }) }
      : { bytes: Buffer.from(chunks.join('')) }
  await putOnce(blobs, key, source, { digest })
  await blobs.sync([key])
}
