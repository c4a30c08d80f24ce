import { memoryDocumentStore } from '../../../../adapters/memory/document-store.ts'
import { Catalog } from '../../../../core/catalog/catalog.ts'
import { COLLECTIONS } from '../../../../core/catalog/collections.ts'
import { moduleSource } from '../../../../core/model/identity.ts'
import type { Retained } from '../../../../core/model/retention.ts'
import type { Document } from '../../../../core/ports/document-store.ts'
import { Signals } from '../../../../core/signals.ts'

export const NOW = 1_800_000_000_000
const INSTALLATION = 'test'

export interface Made {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
}

/** Something that may expire, as this test sees it: `module` is a position in the list of modules. */
export interface Thing {
  readonly id: string
  readonly what: Retained
  /** How long ago, milliseconds. */
  readonly ago: number
  readonly bytes: number
  /** -1: nobody's, or a person's. */
  readonly module: number
  readonly type: string
  /** A tombstone, or an attempt that has no log. */
  readonly gone: boolean
}

/** A catalog over a store in memory that holds these. */
export async function catalogWith(modules: readonly Made[], things: readonly Thing[]): Promise<Catalog> {
  const store = memoryDocumentStore({ atomicBatch: true })
  await store.open(COLLECTIONS)
  const insert = (collection: string, document: Document) =>
    store.batch([{ kind: 'insert', collection, document }])
  for (const [n, { name, labels }] of modules.entries())
    await insert('modules', {
      id: moduleId(n),
      name,
      state: 'active',
      version: 1,
      spec: { labels },
    } as Document)
  for (const thing of things) await insert(...rowOf(thing, modules))
  const clock = { now: () => NOW, monotonic: () => 0, sleep: () => Promise.resolve() }
  const ids = { random: () => 'random', jitter: () => 0 }
  return new Catalog({ store, clock, ids, signals: new Signals(), installation: INSTALLATION })
}

function moduleId(n: number): string {
  return `module-${String(n)}`
}

type Row = Document & Record<string, unknown>

function rowOf(thing: Thing, modules: readonly Made[]): [string, Row] {
  const at = NOW - thing.ago
  const maker = modules[thing.module]
  const made = maker === undefined ? {} : { module: moduleId(thing.module) }
  const { id, bytes, type } = thing
  const expired = thing.gone ? { expiredAt: at } : {}
  const source = maker === undefined ? 'somebody' : moduleSource(INSTALLATION, maker.name)
  const logged = thing.gone ? {} : { loggedAt: at, log: { key: id, size: bytes } }
  const rows: Record<Retained, [string, Row]> = {
    events: ['events', { id, storedAt: at, source, type, ...expired }],
    jobs: ['jobs', { id, createdAt: at, ...made, ...expired }],
    logs: ['attempts', { id, ...made, ...logged }],
    artifacts: ['artifacts', { id, createdAt: at, bytes, ...made, ...(thing.gone ? { deletedAt: at } : {}) }],
  }
  return rows[thing.what]
}
