import { close, read } from 'node:fs'
import { Readable } from 'node:stream'
import { IteronError } from '../../core/errors.ts'
import type { ByteRange } from '../../core/ports/blob-store.ts'
import { cancelled, toIteronError } from './errors.ts'

const CHUNK_BYTES = 256 * 1024

/** First byte and the one behind the last. INVALID_ARGUMENT, OUT_OF_RANGE. */
export function boundsOf(range: ByteRange | undefined, size: number, key: string): [number, number] {
  const { offset, length = size } = range ?? { offset: 0 }
  if (![offset, length].every((number) => Number.isSafeInteger(number) && number >= 0)) {
    throw new IteronError('INVALID_ARGUMENT', `${offset}+${length} is no range of bytes`)
  }
  if (offset > size) {
    throw new IteronError('OUT_OF_RANGE', `${key} has ${size} bytes, the range begins at ${offset}`)
  }
  return [offset, Math.min(offset + length, size)]
}

/** Streams the bytes from `start` to before `end` of an open file, and closes it. */
export function streamOf(
  fd: number,
  path: string,
  [start, end]: [number, number],
  signal?: AbortSignal,
): Readable {
  let position = start
  let reading = false
  let whenRead: (() => void) | undefined
  const abort = () => stream.destroy(signal && cancelled(signal, `reading ${path}`))
  const stream = new Readable({
    highWaterMark: CHUNK_BYTES,
    read() {
      const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, end - position))
      if (buffer.byteLength === 0) {
        this.push(null)
        return
      }
      reading = true
      read(fd, buffer, 0, buffer.byteLength, position, (error, length) => {
        reading = false
        if (whenRead) whenRead()
        else if (error) this.destroy(toIteronError(error, `reading ${path}`))
        else {
          position += length
          if (length === 0) this.destroy(new IteronError('DATA_LOSS', `${path} is shorter than it was`))
          else this.push(buffer.subarray(0, length))
        }
      })
    },
    destroy(error, callback) {
      signal?.removeEventListener('abort', abort)
      const finish = () => close(fd, () => callback(error))
      // the number must not be given to another file while a read of it is under way
      if (reading) whenRead = finish
      else finish()
    },
  })
  signal?.addEventListener('abort', abort, { once: true })
  return stream
}
