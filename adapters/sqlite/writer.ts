import { IteronError } from '../../core/errors.ts'
import { Collections } from '../../core/model/collection.ts'
import { restoreBusPart } from './bus-restore.ts'
import { BusWrites } from './bus-writes.ts'
import { openForWriting } from './data-file.ts'
import { faultOf, type Database } from './database.ts'
import { DocumentWrites } from './document-writes.ts'
import { encodeError } from './encoded-error.ts'
import { FolderLock } from './folder-lock.ts'
import type { FromWorker, Reply, WorkerSettings, WriteRequest } from './requests.ts'
import { prepareTables } from './tables.ts'

export type Waiting = readonly [id: number, request: WriteRequest]

/** After this long a group commits with what it has, so that its callers don't wait for all who come behind. */
const GROUP_MS = 50

/** After these there is nothing new for a reader of the bus. */
const OFF_BUS: ReadonlySet<string> = new Set(['batch', 'claim', 'collections'])

/**
 * The one writer. All that waits shares a transaction, and so a sync of the disk; each request is a savepoint in it.
 */
export class Writer {
  readonly #database: Database
  readonly #lock: FolderLock
  readonly #collections = new Collections()
  readonly #documents: DocumentWrites
  readonly #bus: BusWrites
  readonly #post: (message: FromWorker) => void
  #failed = false

  constructor({ folder, maxBytes }: WorkerSettings, post: (message: FromWorker) => void) {
    this.#post = post
    this.#lock = new FolderLock(folder)
    try {
      this.#database = openForWriting(folder, maxBytes)
      this.#documents = new DocumentWrites(this.#database, this.#collections)
      this.#bus = new BusWrites(this.#database)
    } catch (error) {
      this.#lock.release()
      throw error
    }
  }

  /** Answers from the front of the queue what fits in one group, and removes it. */
  work(queue: Waiting[]): void {
    if (this.#failed) {
      queue.length = 0 // the caller has rejected them all
      return
    }
    const done = this.#commit(queue)
    queue.splice(0, done)
  }

  /** SQLite puts the log into the file by itself, if there is room. */
  close(): void {
    this.#database.close()
    this.#lock.release()
  }

  /** How many of the queue's first requests were answered. */
  #commit(queue: readonly Waiting[]): number {
    const restore = this.#bus.snapshot()
    const replies: Reply[] = []
    try {
      this.#database.exec('BEGIN IMMEDIATE')
      this.#run(queue, replies)
      const news = queue.slice(0, replies.length).some(([, { kind }]) => !OFF_BUS.has(kind))
      const bus = news ? { deliveries: this.#bus.deliver(), due: this.#bus.nextDue() } : {}
      this.#database.exec('COMMIT')
      this.#post({ replies, ...bus })
      return replies.length
    } catch (error) {
      restore()
      return this.#abandon(queue, replies.length + 1, error)
    }
  }

  #run(queue: readonly Waiting[], replies: Reply[]): void {
    const end = performance.now() + GROUP_MS
    for (const [id, request] of queue) {
      replies.push(this.#attempt(id, request))
      if (performance.now() > end) return
    }
  }

  #attempt(id: number, request: WriteRequest): Reply {
    this.#database.run('SAVEPOINT request')
    try {
      const { value, isRefused } = this.#execute(request)
      if (isRefused === true) this.#database.run('ROLLBACK TO request')
      this.#database.run('RELEASE request')
      return [id, value]
    } catch (error) {
      if (!this.#database.inTransaction || endsGroup(error)) throw error
      this.#database.run('ROLLBACK TO request')
      this.#database.run('RELEASE request')
      return [id, undefined, encodeError(error)]
    }
  }

  #execute(request: WriteRequest): { value?: unknown; isRefused?: boolean } {
    switch (request.kind) {
      case 'batch': {
        const result = this.#documents.batch(request.writes)
        return { value: result, isRefused: result.refused !== undefined }
      }
      case 'claim':
        return { value: this.#documents.claim(request) }
      case 'collections':
        prepareTables(this.#database, this.#collections, request.specs)
        return {}
      case 'restoreBus':
        restoreBusPart(this.#database, request.part)
        return {}
      default:
        this.#onBus(request)
        return {}
    }
  }

  #onBus(request: Exclude<WriteRequest, { kind: 'batch' | 'claim' | 'collections' | 'restoreBus' }>): void {
    switch (request.kind) {
      case 'ensureTopics': {
        this.#bus.ensureTopics(request)
        return
      }
      case 'publish': {
        this.#bus.publish(request)
        return
      }
      case 'join': {
        this.#bus.join(request)
        return
      }
      case 'leave': {
        this.#bus.leave(request)
        return
      }
      case 'settle': {
        this.#bus.settle(request)
        return
      }
      case 'settleDeadLetter': {
        this.#bus.settleDeadLetter(request)
        return
      }
      case 'wake': {
        this.#bus.wake(request)
        return
      }
    }
  }

  /**
   * Nothing of the group is done. On a full disk each request is tried alone, as another may fit; else it is the end.
   */
  #abandon(queue: readonly Waiting[], begun: number, error: unknown): number {
    if (faultOf(error) !== 'full' || !this.#rolledBack()) return this.#fail(queue, error)
    const group = queue.slice(0, begun)
    if (group.length > 1) return group.reduce((done, waiting) => done + this.#commit([waiting]), 0)
    this.#post({ replies: group.map(([id]) => [id, undefined, encodeError(error)]) })
    return group.length
  }

  #rolledBack(): boolean {
    try {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK')
      return true
    } catch {
      return false
    }
  }

  #fail(queue: readonly Waiting[], error: unknown): number {
    this.#failed = true
    this.#rolledBack()
    const known = faultOf(error) === undefined || faultOf(error) === 'other'
    const cause = known
      ? new IteronError('UNAVAILABLE', `the database's writer failed: ${String(error)}`)
      : error
    this.#post({ fatal: encodeError(cause) })
    return queue.length
  }
}

/** Whether nothing after this error can be trusted to be written. */
function endsGroup(error: unknown): boolean {
  const fault = faultOf(error)
  return fault !== undefined && fault !== 'other'
}
