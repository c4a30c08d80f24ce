import type { Catalog } from '../core/catalog/catalog.ts'

/** Versions whose digest is kept; more are looked up anew. */
const MOST_KEPT = 1000

/** Digests of module versions, which never change. */
export class ModuleDigests {
  readonly #catalog: Catalog
  readonly #kept = new Map<string, string>()

  constructor(catalog: Catalog) {
    this.#catalog = catalog
  }

  /** Nothing for what isn't known, as for an artifact that no module made. */
  async of(module = '', version = 0): Promise<{ moduleDigest?: string }> {
    const key = `${module}@${String(version)}`
    const moduleDigest = this.#kept.get(key) ?? (await this.#catalog.modules.version(module, version))?.digest
    if (moduleDigest === undefined) return {}
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear()
    this.#kept.set(key, moduleDigest)
    return { moduleDigest }
  }
}
