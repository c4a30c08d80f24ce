import type { Readable } from 'node:stream'
import { isIteronError, IteronError, messageOf } from '../../core/errors.ts'
import { Digester } from '../../core/model/digest.ts'
import type { BlobSource } from '../../core/ports/blob-store.ts'
import { writeFully } from './descriptors.ts'
import { cancelled, throwIfAborted } from './errors.ts'
import { type Staged, stageNew, type Write, writeBytes } from './staged.ts'
import { stageFile } from './staging-files.ts'

/** Brings the bytes of a source under the temporary name; leaves nothing there when it fails. */
export async function stage(temporary: string, source: BlobSource, signal?: AbortSignal): Promise<Staged> {
  throwIfAborted(signal, 'putting a blob')
  if ('path' in source) return stageFile(temporary, source.path, source.move === true, signal)
  return stageNew(
    temporary,
    'bytes' in source ? writeBytes(source.bytes) : writeStream(source.stream, signal),
  )
}

function writeStream(stream: Readable, signal: AbortSignal | undefined): Write {
  return async (fd) => {
    const digester = new Digester()
    const abort = () => stream.destroy(signal && cancelled(signal, 'putting a blob'))
    signal?.addEventListener('abort', abort, { once: true })
    try {
      for await (const chunk of chunksOf(stream)) {
        const writing = writeFully(fd, chunk)
        digester.update(chunk)
        await writing
      }
    } finally {
      signal?.removeEventListener('abort', abort)
    }
    return { size: digester.size, digest: digester.digest() }
  }
}

/** Tells the source's errors from those of the disk. */
async function* chunksOf(stream: Readable): AsyncGenerator<Uint8Array> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array | string, undefined>
  try {
    for (;;) {
      const next = await chunks.next().catch(sourceFailed)
      if (next.done === true) return
      yield typeof next.value === 'string' ? Buffer.from(next.value) : next.value
    }
  } finally {
    stream.destroy()
  }
}

function sourceFailed(error: unknown): never {
  if (isIteronError(error)) throw error
  throw new IteronError('UNKNOWN', `the source of the blob failed: ${messageOf(error)}`, { cause: error })
}
