import { collect, type Collected } from '../core/housekeeping/collect.ts'
import type { Service } from '../core/lifecycle.ts'
import { messageOf } from '../core/errors.ts'
import { everyMs, type RetentionPolicy } from '../core/model/retention.ts'
import type { DispatcherContext } from './context.ts'

/** A step rests as long as it took, so that jobs have at least half of the stores to themselves; at most so long. */
const LONGEST_REST_MS = 1000

/** Collects garbage by the installation's policy, every now and then, without ever being waited for. */
export class Housekeeping implements Service {
  readonly #context: Pick<DispatcherContext, 'catalog' | 'blobs' | 'clock' | 'log'>
  readonly #policy: RetentionPolicy
  readonly #stopping = new AbortController()
  #loop: Promise<void> | undefined

  constructor(
    context: Pick<DispatcherContext, 'catalog' | 'blobs' | 'clock' | 'log'>,
    policy: RetentionPolicy,
  ) {
    this.#context = context
    this.#policy = policy
  }

  start(): Promise<void> {
    if (everyMs(this.#policy) > 0) this.#loop ??= this.#run()
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#loop
  }

  async #run(): Promise<void> {
    const { clock, log } = this.#context
    const { signal } = this.#stopping
    for (;;) {
      await clock.sleep(everyMs(this.#policy), signal)
      if (signal.aborted) return
      await this.#collect().catch((error: unknown) => {
        log.error({ error: messageOf(error) }, 'garbage could not be collected; the next round tries again')
      })
    }
  }

  async #collect(): Promise<void> {
    const { catalog, blobs, clock, log } = this.#context
    const { signal } = this.#stopping
    let began = clock.monotonic()
    const pause = async () => {
      await clock.sleep(Math.min(LONGEST_REST_MS, clock.monotonic() - began), signal)
      began = clock.monotonic()
    }
    let last: Collected | undefined
    for await (const collected of collect(catalog, blobs, {
      rules: this.#policy.rules,
      dryRun: false,
      signal,
      pause,
    })) {
      last = collected
    }
    log.info({ ...last }, 'garbage was collected')
  }
}
