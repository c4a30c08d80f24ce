import { EventEmitter, once } from 'node:events'
import { RemoteError } from '../../../proto/status.ts'
import type { Client } from '../../e2e/client.ts'
import type { Installation } from '../../e2e/installation.ts'

/** Whatever is not over after so long is stuck. Milliseconds. */
const STUCK_MS = 300_000

/** The way to a server that is killed and stopped now and then: what was on its way then is done again. */
export class ServerLink {
  readonly installation: Installation
  /** Calls that had to be repeated. */
  repeats = 0
  /** How often the server was killed. */
  kills = 0
  #disturbed = 0
  #isUp = false
  readonly #signals = new EventEmitter().setMaxListeners(0)

  constructor(installation: Installation) {
    this.installation = installation
  }

  get isUp(): boolean {
    return this.#isUp
  }

  async start(): Promise<void> {
    await this.installation.start()
    this.#isUp = true
    this.#signals.emit('up')
  }

  /** SIGKILL, and the next start. */
  async killAndStart(): Promise<void> {
    this.#disturbed += 1
    this.kills += 1
    this.#isUp = false
    await this.installation.kill()
    await this.start()
  }

  /** SIGSTOP for as long as `time` takes. */
  async stopped(time: () => Promise<void>): Promise<void> {
    const { server } = this.installation
    this.#disturbed += 1
    server.signal('SIGSTOP')
    await time()
    server.signal('SIGCONT')
    this.#disturbed += 1
  }

  /** Calls again what failed while the server was disturbed; any other error is one. The use must bear repetition. */
  async call<T>(use: (client: Client) => Promise<T>): Promise<T> {
    for (;;) {
      while (!this.#isUp) await once(this.#signals, 'up')
      const before = this.#disturbed
      try {
        return await use(this.installation.client)
      } catch (error) {
        if (before === this.#disturbed) throw error
        this.repeats += 1
      }
    }
  }

  /** Does something once while the server is up; that it fails is an error unless the server was disturbed meanwhile. */
  async unlessDisturbed(work: () => Promise<void>): Promise<void> {
    while (!this.#isUp) await once(this.#signals, 'up')
    const before = this.#disturbed
    try {
      await work()
    } catch (error) {
      if (before === this.#disturbed) throw error
    }
  }

  /** Follows an event until the tree is so far; at rest at the latest. */
  async follows(event: string, isSoFar: (jobs: number) => boolean = () => false): Promise<void> {
    const end = performance.now() + STUCK_MS
    await this.call(async (client) => {
      while (performance.now() < end) {
        try {
          const stream = client.connection.stream('events', 'WaitEvent', { event }, { timeoutMs: 60_000 })
          for await (const { progress, outcome } of stream)
            if (outcome || isSoFar(progress?.jobs ?? 0)) return
        } catch (error) {
          if (!(error instanceof RemoteError && error.code === 'DEADLINE_EXCEEDED')) throw error
        }
      }
      throw new Error(`the event ${event} is not at rest after ${STUCK_MS} ms`)
    })
  }
}
