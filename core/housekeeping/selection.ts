import type { Catalog } from '../catalog/catalog.ts'
import { moduleSource } from '../model/identity.ts'
import type { ModuleRecord } from '../model/module-spec.ts'
import { ruleFor, type Retained, type RetentionRule, type Selectable } from '../model/retention.ts'
import { all } from '../protocol/scope.ts'
import type { Candidate } from './candidates.ts'

/** Producer of what people upload. */
const CLIENT: Selectable = { module: 'client' }

/** Finds the rule of a thing by what made it. Modules are read once: a round is short beside the time that rules mean. */
export class Selection {
  readonly #rules: readonly RetentionRule[]
  readonly #byId: ReadonlyMap<string, Selectable>
  readonly #bySource: ReadonlyMap<string, Selectable>

  private constructor(
    rules: readonly RetentionRule[],
    modules: readonly ModuleRecord[],
    installation: string,
  ) {
    this.#rules = rules
    const made = modules.map((module) => ({
      module,
      made: { module: module.name, labels: module.spec.labels },
    }))
    this.#byId = new Map(made.map(({ module, made }) => [module.id, made]))
    this.#bySource = new Map(made.map(({ module, made }) => [moduleSource(installation, module.name), made]))
  }

  static async over(catalog: Catalog, rules: readonly RetentionRule[]): Promise<Selection> {
    const { store, installation } = catalog.context
    return new Selection(rules, await all<ModuleRecord>(store, 'modules', {}), installation)
  }

  /** The rules of a kind, in order. */
  rulesOf(what: Retained): RetentionRule[] {
    return this.#rules.filter((rule) => rule.what === what)
  }

  /** The rule that decides; undefined: it is kept. */
  ruleOf(what: Retained, candidate: Candidate): RetentionRule | undefined {
    return ruleFor(this.#rules, what, this.#describe(what, candidate))
  }

  #describe(what: Retained, { module, source, type }: Candidate): Selectable {
    const made = source === undefined ? this.#byId.get(module ?? '') : this.#bySource.get(source)
    if (what === 'artifacts' && module === undefined) return CLIENT
    return type === undefined ? { ...made } : { ...made, type }
  }
}
