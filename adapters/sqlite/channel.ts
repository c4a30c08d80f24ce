import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { IteronError } from '../../core/errors.ts'
import { decodeError } from './encoded-error.ts'
import { isTooManyFiles, tooManyFiles } from './open-files.ts'
import type { FromWorker, Request, ToWorker, WorkerSettings } from './requests.ts'

interface Pending {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** Requests to a worker and its answers. What is asked in one tick crosses in one message. */
export class Channel {
  /** Resolves when the worker is ready, rejects when it can't be. */
  readonly ready: Promise<void>
  /** Resolves when the thread has ended. */
  readonly ended: Promise<void>
  readonly #worker: Worker
  readonly #onMessage: (message: FromWorker) => void
  readonly #onFatal: (error: IteronError) => void
  readonly #pending = new Map<number, Pending>()
  #outgoing: (readonly [number, Request])[] = []
  #lastId = 0
  #isClosing = false
  #failure: IteronError | undefined

  constructor(
    settings: WorkerSettings,
    onMessage: (message: FromWorker) => void,
    onFatal: (error: IteronError) => void,
  ) {
    this.#onMessage = onMessage
    this.#onFatal = onFatal
    this.#worker = new Worker(workerUrl(), { workerData: settings, execArgv: [] })
    this.ready = new Promise((resolve, reject) => this.#pending.set(0, { resolve, reject } as Pending))
    this.ended = new Promise((resolve) =>
      this.#worker.once('exit', () => {
        resolve()
      }),
    )
    this.#worker.on('message', (message: FromWorker) => {
      this.#receive(message)
    })
    this.#worker.on('error', (error) => {
      this.fail(crashed(error))
    })
    this.#worker.once('exit', () => {
      if (!this.#isClosing) this.fail(crashed(undefined))
    })
  }

  request<T>(request: Request): Promise<T> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    if (this.#isClosing)
      return Promise.reject(new IteronError('FAILED_PRECONDITION', 'the database is closed'))
    this.#lastId += 1
    if (this.#outgoing.length === 0) this.#flushAfterThisTick()
    this.#outgoing.push([this.#lastId, request])
    return new Promise((resolve, reject) => this.#pending.set(this.#lastId, { resolve, reject } as Pending))
  }

  /** Answers what was asked, then ends the thread. */
  async close(): Promise<void> {
    if (!this.#isClosing) {
      this.#flush()
      this.#isClosing = true
      this.#send('close')
    }
    await this.ended
  }

  /** Rejects all that waits and all that comes. */
  fail(error: IteronError): void {
    if (this.#failure !== undefined) return
    this.#failure = error
    for (const { reject } of this.#pending.values()) reject(error)
    this.#pending.clear()
    this.#onFatal(error)
  }

  /** Promise jobs come before `nextTick` callbacks that they ask for: what they request is taken along. */
  #flushAfterThisTick(): void {
    queueMicrotask(() => {
      process.nextTick(() => {
        this.#flush()
      })
    })
  }

  #flush(): void {
    if (this.#outgoing.length === 0) return
    this.#send({ requests: this.#outgoing })
    this.#outgoing = []
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(message)
  }

  #receive(message: FromWorker): void {
    if (message.fatal !== undefined) this.fail(decodeError(message.fatal))
    if (message.ready === true) this.#settle(0, undefined)
    for (const [id, value, error] of message.replies ?? []) {
      if (error === undefined) this.#settle(id, value)
      else this.#take(id)?.reject(decodeError(error))
    }
    this.#onMessage(message)
  }

  #settle(id: number, value: unknown): void {
    this.#take(id)?.resolve(value)
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    return pending
  }
}

/** Threads run the build, also when this file is run from its source. */
function workerUrl(): URL {
  const extension = /\.c?[jt]s$/.exec(import.meta.url)?.[0] ?? ''
  const place = extension === '.ts' ? '../../dist/adapters/sqlite/worker.js' : `./worker${extension}`
  const url = new URL(place, import.meta.url)
  if (existsSync(fileURLToPath(url))) return url
  throw new IteronError('FAILED_PRECONDITION', `${fileURLToPath(url)} is missing`, {
    hint: 'Run `npm run build`.',
  })
}

function crashed(error: unknown): IteronError {
  if (isTooManyFiles(error)) return tooManyFiles("the database's thread can't begin", error)
  return new IteronError('UNAVAILABLE', "the database's thread ended unexpectedly", { cause: error })
}
