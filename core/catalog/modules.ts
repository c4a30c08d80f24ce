import { IteronError } from '../errors.ts'
import { checkValue } from '../model/check-value.ts'
import { digestOf } from '../model/identity.ts'
import {
  moduleSpecSchema,
  type CodeFile,
  type ModuleRecord,
  type ModuleSpec,
  type ModuleVersionRecord,
} from '../model/module-spec.ts'
import type { Document, Page, Write } from '../ports/document-store.ts'
import { describeIssues } from '../model/issues.ts'
import { all } from '../protocol/scope.ts'
import type { CatalogContext } from './context.ts'
import type { PageRequest } from './page.ts'
import { resolve } from './resolve.ts'

/** What a module is made of, as the caller sends it. */
export interface ModuleInput {
  /** Checked here; unknown keys are refused by name. */
  readonly spec: unknown
  readonly code?: readonly CodeFile[]
  readonly git?: { readonly commit: string; readonly dirty?: string }
}

/** Which module has a name, since when. `id` is the name. */
interface NameRecord extends Document {
  readonly module: string
  readonly at: number
}

/** Longest time between the writes of a creation, milliseconds. */
const TAKING_MS = 60_000

/** Id of the document whose `revision` changes with every change of a module. */
export const MODULES_REVISION = 'modules'

/** What routing rests on is checked by the revision, also before there is any module. */
export const FIRST_REVISION: Write = {
  kind: 'insert',
  collection: 'meta',
  document: { id: MODULES_REVISION, revision: 0 } as never,
  keep: true,
}

/** The registered modules and their versions. */
export class Modules {
  readonly #context: CatalogContext

  constructor(context: CatalogContext) {
    this.#context = context
  }

  /** Registers a module; it gets events from now on. ALREADY_EXISTS if the name is taken. */
  async create(input: ModuleInput): Promise<ModuleRecord> {
    const spec = parseSpec(input.spec)
    const { store, clock, ids } = this.#context
    const now = clock.now()
    const id = `${spec.name}-${base36(ids.random())}`
    const record: ModuleRecord = {
      id,
      name: spec.name,
      version: 1,
      state: 'active',
      spec,
      ...codeOf(spec, input),
      createdAt: now,
      updatedAt: now,
    }
    await this.#freeName(spec.name)
    const { refused } = await store.batch([
      {
        kind: 'insert',
        collection: 'moduleNames',
        document: { id: spec.name, module: id, at: now } as never,
      },
      { kind: 'insert', collection: 'moduleVersions', document: versionOf(record, input), keep: true },
      { kind: 'insert', collection: 'modules', document: record },
      ...this.#revise(),
    ])
    if (refused === 0) throw nameTaken(spec.name)
    if (refused !== undefined)
      throw new IteronError('ABORTED', `there is a module ${id} already`, { hint: 'Try again.' })
    return record
  }

  /**
   * Makes a new version, which the jobs that begin from now on run. Same content as the current one: no new version.
   */
  async update(nameOrId: string, input: ModuleInput): Promise<ModuleRecord> {
    const module = await this.resolve(nameOrId)
    const spec = parseSpec(input.spec)
    if (spec.name !== module.name) {
      throw new IteronError(
        'INVALID_ARGUMENT',
        `the module ${module.name} can't become ${spec.name}: a name is for ever`,
        { hint: 'Create a module of the new name.' },
      )
    }
    const code = codeOf(spec, input)
    if (code.digest === module.digest) return module
    const next: ModuleRecord = {
      ...module,
      ...code,
      spec,
      version: module.version + 1,
      updatedAt: this.#context.clock.now(),
    }
    await this.#change(module, { spec, ...code, version: next.version, updatedAt: next.updatedAt }, [
      { kind: 'insert', collection: 'moduleVersions', document: versionOf(next, input), keep: true },
    ])
    return next
  }

  /** Its events are kept and its jobs wait until it is resumed; running ones go on. */
  async pause(nameOrId: string): Promise<ModuleRecord> {
    return this.#setState(await this.resolve(nameOrId), 'paused')
  }

  async resume(nameOrId: string): Promise<ModuleRecord> {
    return this.#setState(await this.resolve(nameOrId), 'active')
  }

  /** It takes no more events, its queued jobs are cancelled by the dispatcher; its name is free again. */
  async remove(nameOrId: string): Promise<ModuleRecord> {
    const module = await this.#setState(await this.resolve(nameOrId), 'deleted')
    await this.#context.store.batch([
      { kind: 'delete', collection: 'moduleNames', id: module.name, guard: { module: module.id } },
    ])
    return module
  }

  /** By name, id or unambiguous prefix of the id; a name means the module that has it now. NOT_FOUND if deleted. */
  async resolve(nameOrId: string): Promise<ModuleRecord> {
    const module = await this.resolveAny(nameOrId)
    if (module.state === 'deleted') throw new IteronError('NOT_FOUND', `the module ${module.id} is deleted`)
    return module
  }

  /** As `resolve`, and a deleted one by its id or a prefix of that: for those who only read what it left. */
  async resolveAny(nameOrId: string): Promise<ModuleRecord> {
    const { store } = this.#context
    const name = await store.get<NameRecord>('moduleNames', nameOrId)
    const holder = name === undefined ? undefined : await store.get<ModuleRecord>('modules', name.module)
    if (holder !== undefined && holder.state !== 'deleted') return holder
    const module = await resolve<ModuleRecord>(store, 'modules', 'module', nameOrId)
    if (module.state !== 'deleted' || module.name !== nameOrId) return module
    throw new IteronError('NOT_FOUND', `there is no module ${nameOrId} any more: ${module.id} is deleted`, {
      hint: 'Its id still shows what it did.',
    })
  }

  get(id: string): Promise<ModuleRecord | undefined> {
    return this.#context.store.get<ModuleRecord>('modules', id)
  }

  version(module: string, version: number): Promise<ModuleVersionRecord | undefined> {
    return this.#context.store.get<ModuleVersionRecord>('moduleVersions', `${module}@${String(version)}`)
  }

  /** One page by name; deleted ones are left out. */
  list(page: PageRequest): Promise<Page<ModuleRecord>> {
    return this.#context.store.find<ModuleRecord>('modules', {
      filter: { state: { $ne: 'deleted' } },
      sort: { field: 'name' },
      limit: page.limit,
      ...(page.after === undefined ? {} : { after: page.after }),
    })
  }

  /** All that exist, as routing needs them. */
  all(): Promise<ModuleRecord[]> {
    return all<ModuleRecord>(this.#context.store, 'modules', { state: { $ne: 'deleted' } })
  }

  /** Grows with every change of a module; 0 before the first. */
  async revision(): Promise<number> {
    const meta = await this.#context.store.get<{ id: string; revision: number }>('meta', MODULES_REVISION)
    return meta?.revision ?? 0
  }

  /** A name that a crash left behind, without its module, is free; not one that is being taken at this moment. */
  async #freeName(name: string): Promise<void> {
    const { store, clock } = this.#context
    const taken = await store.get<NameRecord>('moduleNames', name)
    if (taken === undefined) return
    const holder = await store.get<ModuleRecord>('modules', taken.module)
    const isBeingTaken = holder === undefined && clock.now() - taken.at < TAKING_MS
    if (isBeingTaken || (holder !== undefined && holder.state !== 'deleted')) throw nameTaken(name)
    await store.batch([
      { kind: 'delete', collection: 'moduleNames', id: name, guard: { module: taken.module } },
    ])
  }

  async #setState(module: ModuleRecord, state: ModuleRecord['state']): Promise<ModuleRecord> {
    const set = { state, updatedAt: this.#context.clock.now() }
    await this.#change(module, set, [])
    return { ...module, ...set }
  }

  async #change(
    module: ModuleRecord,
    set: Readonly<Record<string, unknown>>,
    more: readonly Write[],
  ): Promise<void> {
    const guard = { version: module.version, state: module.state, updatedAt: module.updatedAt }
    const result = await this.#context.store.batch([
      { kind: 'update', collection: 'modules', id: module.id, guard, change: { set } },
      ...more,
      ...this.#revise(),
    ])
    if (result.refused === 0) {
      throw new IteronError(
        'ABORTED',
        `the module ${module.name} was changed by somebody else at the same time`,
        { hint: 'Try again.' },
      )
    }
  }

  #revise(): Write[] {
    return [
      FIRST_REVISION,
      { kind: 'update', collection: 'meta', id: MODULES_REVISION, change: { increment: { revision: 1 } } },
    ]
  }
}

function parseSpec(spec: unknown): ModuleSpec {
  const parsed = checkValue(moduleSpecSchema, spec)
  if (!parsed.success)
    throw new IteronError('INVALID_ARGUMENT', `the module is not valid: ${describeIssues(parsed.error)}`)
  return parsed.data
}

function codeOf(spec: ModuleSpec, input: ModuleInput): Pick<ModuleRecord, 'code' | 'digest'> {
  const code = input.code ?? []
  return { code, digest: digestOf(JSON.stringify([spec, code.map((file) => [file.path, file.digest])])) }
}

function versionOf(module: ModuleRecord, input: ModuleInput): ModuleVersionRecord {
  return {
    id: `${module.id}@${String(module.version)}`,
    module: module.id,
    name: module.name,
    version: module.version,
    spec: module.spec,
    digest: module.digest,
    code: module.code,
    ...(input.git === undefined ? {} : { git: input.git }),
    createdAt: module.updatedAt,
  }
}

function nameTaken(name: string): IteronError {
  const hint = 'Use iteron module update, or delete it first.'
  return new IteronError('ALREADY_EXISTS', `there is a module ${name} already`, { hint })
}

/** Five characters of a random id, as Ion's ids have them. */
function base36(random: string): string {
  return (Number.parseInt(random.slice(0, 12), 16) % 36 ** 5).toString(36).padStart(5, '0')
}
