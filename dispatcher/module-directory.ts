import type { ModuleRecord } from '../core/model/module-spec.ts'
import { MODULES_REVISION } from '../core/catalog/modules.ts'
import type { Write } from '../core/ports/document-store.ts'
import type { DispatcherContext } from './context.ts'

export interface ModuleList {
  readonly modules: readonly ModuleRecord[]
  /** Refuses the batch that it is part of if a module has changed since. */
  readonly unchanged: Write
}

/**
 * The modules as routing sees them. They are kept in memory only where the store is this process's own and a batch is
 * atomic:
 * then the batch that uses the list carries a check of its revision. Elsewhere each reading is from the store.
 */
export class ModuleDirectory {
  readonly #context: DispatcherContext
  #kept: Promise<ModuleList> | undefined

  constructor(context: DispatcherContext) {
    this.#context = context
    context.catalog.context.signals.listen((changed) => {
      if (changed.collection === 'meta' && changed.id === MODULES_REVISION) this.#kept = undefined
    })
  }

  current(): Promise<ModuleList> {
    const { atomicBatch, exclusive } = this.#context.store.capabilities
    if (!atomicBatch || !exclusive) return this.#read()
    this.#kept ??= this.#read().catch((error: unknown) => {
      this.#kept = undefined
      throw error
    })
    return this.#kept
  }

  async byId(id: string): Promise<ModuleRecord | undefined> {
    const { modules } = await this.current()
    return modules.find((module) => module.id === id) ?? (await this.#context.catalog.modules.get(id))
  }

  async #read(): Promise<ModuleList> {
    const { catalog } = this.#context
    // The revision first: a change in between makes the check fail, which is safe.
    const revision = await catalog.modules.revision()
    const modules = await catalog.modules.all()
    return {
      modules,
      unchanged: { kind: 'check', collection: 'meta', id: MODULES_REVISION, guard: { revision } },
    }
  }
}
