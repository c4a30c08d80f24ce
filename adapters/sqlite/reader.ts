import { encodeError } from './encoded-error.ts'
import { endsReading, Reads } from './reads.ts'
import type { FromWorker, ReadRequest, Reply, WorkerSettings } from './requests.ts'

/** After this long the answers so far are sent, so that quick reads don't wait for slow ones. */
const SEND_MS = 5

/** Reads beside the writer: they don't wait for its groups. */
export class Reader {
  readonly #reads: Reads
  readonly #post: (message: FromWorker) => void

  constructor({ folder }: WorkerSettings, post: (message: FromWorker) => void) {
    this.#post = post
    this.#reads = new Reads(folder)
  }

  work(queue: (readonly [number, ReadRequest])[]): void {
    const replies: Reply[] = []
    const end = performance.now() + SEND_MS
    while (queue.length > 0 && performance.now() < end) {
      for (const [id, request] of queue.splice(0, 16)) replies.push(this.#answer(id, request))
    }
    this.#post({ replies })
  }

  close(): void {
    this.#reads.close()
  }

  #answer(id: number, request: ReadRequest): Reply {
    try {
      return [id, this.#reads.answer(request)]
    } catch (error) {
      if (endsReading(error)) this.#post({ fatal: encodeError(error) })
      return [id, undefined, encodeError(error)]
    }
  }
}
