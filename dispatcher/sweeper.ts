import { messageOf } from '../core/errors.ts'
import { all } from '../core/protocol/scope.ts'
import type { StagedPart } from '../core/protocol/commit.ts'
import { dropPart } from '../core/protocol/relay.ts'
import { dropSweep, maySweep, type SweepRecord } from '../core/protocol/sweep.ts'
import type { DispatcherContext } from './context.ts'
import { prefixOf } from './task-of.ts'

const DELETE_BATCH = 500

/** Removes what attempts that never count had uploaded and staged; their logs stay. */
export class Sweeper {
  readonly #context: DispatcherContext
  #working: Promise<void> = Promise.resolve()

  constructor(context: DispatcherContext) {
    this.#context = context
  }

  /** All that is recorded to be swept. Never rejects: what fails stays recorded. */
  sweep(): Promise<void> {
    this.#working = this.#working
      .then(() => this.#sweep())
      .catch((error: unknown) => {
        this.#context.log.warn(
          { error: messageOf(error) },
          'leftovers of attempts could not be removed; the reconciler tries again',
        )
      })
    return this.#working
  }

  async #sweep(): Promise<void> {
    const { store, catalog } = this.#context
    for (const record of await all<SweepRecord>(store, 'sweeps', {})) {
      const job = await catalog.jobs.get(record.job)
      if (!maySweep(job, record.attempt)) continue
      for (const part of await all<StagedPart>(store, 'staged', { job: record.job })) {
        if (part.attempt === record.attempt) await store.batch([dropPart(part)])
      }
      if (job !== undefined) await this.#deleteBlobs(prefixOf(this.#context, job, record.attempt))
      await store.batch([dropSweep(record.id)])
    }
  }

  async #deleteBlobs(prefix: string): Promise<void> {
    const { blobs } = this.#context
    let keys: string[] = []
    for await (const { key } of blobs.list(prefix)) {
      if (key.startsWith(`${prefix}logs/`)) continue
      keys.push(key)
      if (keys.length < DELETE_BATCH) continue
      await blobs.delete(keys)
      keys = []
    }
    if (keys.length > 0) await blobs.delete(keys)
  }
}
