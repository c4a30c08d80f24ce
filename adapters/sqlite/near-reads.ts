import type { Filter } from '../../core/model/filter.ts'
import type { IteronError } from '../../core/errors.ts'
import { decodeError, encodeError } from './encoded-error.ts'
import { endsReading, Reads } from './reads.ts'
import type { ReadRequest } from './requests.ts'

/** Most documents that are read on the thread of who asks. */
const FEW = 100

/**
 * Reads of a few documents by their ids, on the thread of who asks: a message to another one and back takes many times
 * as long. Everything else may take long itself, and would hold up whatever this thread has to do.
 */
export class NearReads {
  readonly #reads: Reads
  readonly #onFatal: (error: IteronError) => void

  constructor(folder: string, onFatal: (error: IteronError) => void) {
    this.#reads = new Reads(folder)
    this.#onFatal = onFatal
  }

  /** Whether it is for this thread. */
  takes(request: ReadRequest): boolean {
    return request.kind === 'get' || (request.kind === 'find' && namesFew(request.query.filter))
  }

  answer(request: ReadRequest): unknown {
    try {
      return this.#reads.answer(request)
    } catch (error) {
      const known = decodeError(encodeError(error))
      if (endsReading(error)) this.#onFatal(known)
      throw known
    }
  }

  close(): void {
    this.#reads.close()
  }
}

function namesFew({ id }: Filter): boolean {
  if (typeof id === 'string') return true
  if (typeof id !== 'object' || id === null || !('$in' in id)) return false
  return id.$in.length <= FEW
}
