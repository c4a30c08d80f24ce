import { Readable } from 'node:stream'
import type { BlobStore } from '../core/ports/blob-store.ts'
import type { LogLine } from '../core/ports/executor.ts'

const CHUNK = 64 * 1024

/**
 * Keeps an attempt's log as a blob, each line with the time at which it was read. A module that printed nothing has
 * none.
 */
export async function keepLog(
  blobs: BlobStore,
  key: string,
  lines: AsyncIterable<LogLine>,
): Promise<{ key: string; size: number } | undefined> {
  const chunks = stampedChunks(lines)
  const first = await chunks.next()
  if (first.done === true) return undefined
  const second = await chunks.next()
  const source =
    second.done === true
      ? { bytes: Buffer.from(first.value) }
      : {
          stream: Readable.from(continued([first.value, second.value], chunks), { objectMode: false }),
        }
  const { size } = await blobs.put(key, source)
  return { key, size }
}

async function* stampedChunks(lines: AsyncIterable<LogLine>): AsyncGenerator<string> {
  let chunk = ''
  for await (const { at, text } of lines) {
    chunk += `${new Date(at).toISOString()} ${text}\n`
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

async function* continued(begin: readonly string[], rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield* begin
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
}
