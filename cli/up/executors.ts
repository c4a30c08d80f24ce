import type { Registry } from '../../adapters/registry.ts'
import type { Executor } from '../../core/ports/executor.ts'
import { LocalStages, type LocalStagesOptions } from '../../dispatcher/local-stages.ts'

/** What a module keeps of its output, and how long it has to end when it is told to. */
const MODULE_LIMITS = { graceMs: 5000, maxLogBytes: 16 * 1024 * 1024 }

/** The executors that modules may name, open, each with the stages of the jobs that it runs. */
export class Executors {
  readonly byName = new Map<string, Executor>()
  readonly stages = new Map<string, LocalStages>()
  readonly #urls: Readonly<Record<string, string>>

  /** URL by the name that modules use. */
  constructor(urls: Readonly<Record<string, string>>) {
    this.#urls = urls
  }

  async open(registry: Registry, options: Omit<LocalStagesOptions, 'executor' | 'limits'>): Promise<void> {
    for (const [name, url] of Object.entries(this.#urls)) {
      const executor = await registry.executor(url)
      await executor.open()
      this.byName.set(name, executor)
      this.stages.set(name, new LocalStages({ ...options, executor, limits: MODULE_LIMITS }))
    }
  }

  /** As the management API shows them. */
  ports() {
    return [...this.byName].map(([name, { capabilities }]) => ({
      name: `executor:${name}`,
      url: this.#urls[name] ?? '',
      capabilities,
    }))
  }

  async close(): Promise<void> {
    for (const stages of this.stages.values()) await stages.stop()
    for (const executor of this.byName.values()) await executor.close()
  }
}
