import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { encodeError } from './encoded-error.ts'
import { Reader } from './reader.ts'
import type { FromWorker, ReadRequest, SnapshotRequest, ToWorker, WorkerSettings } from './requests.ts'
import { SnapshotReader } from './snapshot-reader.ts'
import { Writer, type Waiting } from './writer.ts'

interface Role {
  work(queue: (readonly [number, unknown])[]): void
  close(): void
}

/** The thread that holds a connection: takes all that waits, works, answers, and closes when it is asked to. */
class ConnectionThread {
  readonly #port: NonNullable<typeof parentPort>
  readonly #role: Role
  readonly #queue: (readonly [number, unknown])[] = []
  #isClosing = false

  constructor(port: NonNullable<typeof parentPort>, role: Role) {
    this.#port = port
    this.#role = role
    port.on('message', (message: ToWorker) => {
      this.#take(message)
      this.#run()
    })
  }

  #run(): void {
    do {
      this.#drain()
      if (this.#queue.length > 0) this.#role.work(this.#queue)
    } while (this.#queue.length > 0)
    if (!this.#isClosing) return
    this.#role.close()
    this.#port.close()
  }

  #drain(): void {
    for (;;) {
      const received = receiveMessageOnPort(this.#port) as { message: ToWorker } | undefined
      if (received === undefined) return
      this.#take(received.message)
    }
  }

  #take(message: ToWorker): void {
    if (message === 'close') this.#isClosing = true
    else this.#queue.push(...message.requests)
  }
}

function roleOf(settings: WorkerSettings, post: (message: FromWorker) => void): Role {
  if (settings.role === 'reader') {
    const reader = new Reader(settings, post)
    return {
      work: (queue) => {
        reader.work(queue as (readonly [number, ReadRequest])[])
      },
      close: () => {
        reader.close()
      },
    }
  }
  if (settings.role === 'snapshot') {
    const snapshot = new SnapshotReader(settings, post)
    return {
      work: (queue) => {
        snapshot.work(queue as (readonly [number, SnapshotRequest])[])
      },
      close: () => {
        snapshot.close()
      },
    }
  }
  const writer = new Writer(settings, post)
  return {
    work: (queue) => {
      writer.work(queue as Waiting[])
    },
    close: () => {
      writer.close()
    },
  }
}

function start(port: NonNullable<typeof parentPort>): void {
  const post = (message: FromWorker): void => {
    port.postMessage(message)
  }
  try {
    new ConnectionThread(port, roleOf(workerData as WorkerSettings, post))
    post({ ready: true })
  } catch (error) {
    post({ fatal: encodeError(error) })
    port.close()
  }
}

if (parentPort !== null) start(parentPort)
