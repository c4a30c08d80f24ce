import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { jobId } from '../../../core/model/identity.ts'
import type { Random } from '../../protocol-model/random.ts'
import { kindOf, type Root } from './ledger.ts'
import type { Places } from './modules.ts'
import type { ServerLink } from './server-link.ts'

const FINAL = new Set(['succeeded', 'cancelled', 'discarded'])
/** A job is cancelled so long after it was made at most: queued, preparing, running. */
const CANCEL_WITHIN_MS = 1000

export interface CarerOptions {
  readonly link: ServerLink
  readonly random: Random
  readonly places: Places
  /** Module ids by name. */
  readonly modules: ReadonlyMap<string, string>
}

/** Does what a job waits for that doesn't end by itself. */
export class Carer {
  readonly #options: CarerOptions

  constructor(options: CarerOptions) {
    this.#options = options
    mkdirSync(options.places.mended, { recursive: true })
  }

  /** Resolves when the root's tree is at rest for good. */
  async care(root: Root): Promise<void> {
    const { care } = kindOf(root.kind)
    if (care === 'discard') await this.#giveUp(root)
    if (care === 'mend') await this.#mend(root)
    if (care === 'cancel job') await this.#cancel(root, root.kind, false)
    if (care === 'cancel tree') await this.#cancel(root, 'plant', true)
    await this.#options.link.follows(root.key)
  }

  async #giveUp(root: Root): Promise<void> {
    await this.#options.link.follows(root.key)
    await this.#decide(root, 'DiscardDeadLetters')
  }

  async #mend(root: Root): Promise<void> {
    await this.#options.link.follows(root.key)
    writeFileSync(path.join(this.#options.places.mended, root.name), '')
    await this.#decide(root, 'RedriveDeadLetters')
  }

  async #decide(root: Root, method: 'DiscardDeadLetters' | 'RedriveDeadLetters'): Promise<void> {
    const job = this.#job(root, root.kind)
    await this.#options.link.call(async (client) => {
      if ((await client.job(job)).state !== 'failed') return // it was done, and the answer was lost
      await client.call('deadLetters', method, { deadLetters: [job] })
    })
  }

  async #cancel(root: Root, module: string, tree: boolean): Promise<void> {
    const { link, random } = this.#options
    await link.follows(root.key, (jobs) => jobs >= kindOf(root.kind).jobs)
    await pause(random.next() * CANCEL_WITHIN_MS)
    const job = this.#job(root, module)
    await link.call(async (client) => {
      if (!tree && FINAL.has((await client.job(job)).state)) return
      await client.call('jobs', 'CancelJob', { job, tree, reason: 'the soak test' })
    })
  }

  #job(root: Root, module: string): string {
    return jobId(root.key, this.#options.modules.get(module)!)
  }
}
