import { IteronError } from '../errors.ts'
import type {
  Change,
  CollectionSpec,
  Document,
  IndexSpec,
  Query,
  Sort,
  Write,
} from '../ports/document-store.ts'
import { conditionOf, valuesAt, type Condition, type Filter, type Scalar } from './filter.ts'

const MAX_PAGE = 10_000
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,62}$/
const OPERATORS = new Set(['$eq', '$ne', '$in', '$nin', '$lt', '$lte', '$gt', '$gte', '$exists'])
const BY_ID: Sort = { field: 'id' }

/** A collection's specification, read once: the rules that every store applies to what it is given. */
export class Collection {
  readonly spec: CollectionSpec
  readonly name: string
  /** Indexed fields, and those kept beside the documents, that hold one scalar each. */
  readonly single: readonly string[]
  /** Indexed fields that hold any number of scalars. */
  readonly multi: readonly string[]
  readonly #sortable: ReadonlySet<string>
  /** The names on the way to each indexed field. */
  readonly #paths: ReadonlyMap<string, readonly string[]>

  constructor(spec: CollectionSpec) {
    this.spec = spec
    this.name = spec.name
    const multi = new Set(
      spec.indexes.flatMap((index) => (index.multi === true ? index.fields.slice(0, 1) : [])),
    )
    const single = new Set(spec.indexes.flatMap(columnsOf))
    for (const field of [...multi, 'id']) single.delete(field)
    this.multi = [...multi].sort()
    this.single = [...single].sort()
    this.#paths = new Map([...this.multi, ...this.single].map((field) => [field, field.split('.')]))
    const ordered = spec.indexes.filter((index) => index.unordered !== true)
    this.#sortable = new Set(ordered.flatMap((index) => index.fields))
    this.#checkSpec()
  }

  /** The scalar at an indexed field. INVALID_ARGUMENT for an array or object there. */
  valueOf(document: object, field: string): Scalar {
    let value: unknown = document
    for (const name of this.#pathOf(field)) value = memberOf(value, name)
    if (value === null || isPrimitive(value)) {
      checkScalar(value as Scalar, `field ${field} of ${this.name}`)
      return value as Scalar
    }
    throw invalid(`field ${field} of ${this.name} is indexed and must hold one scalar`)
  }

  /** The distinct scalars at a multi field, without null. */
  valuesOf(document: object, field: string): Scalar[] {
    const found = new Set<Scalar>()
    for (const value of valuesAt(document, this.#pathOf(field))) {
      if (value === null || typeof value === 'object') continue
      checkScalar(value as Scalar, `field ${field} of ${this.name}`)
      found.add(value as Scalar)
    }
    return [...found]
  }

  /** INVALID_ARGUMENT for a write that no store can hold. */
  checkWrite(write: Write): void {
    if (write.kind === 'insert') {
      checkId(write.document.id)
      this.#checkIndexed(write.document)
      return
    }
    checkId(write.id)
    if (write.guard !== undefined) checkFilter(write.guard)
    if (write.kind === 'update') this.checkChange(write.change)
  }

  checkChange(change: Change): void {
    const { set = {}, unset = [], increment = {} } = change
    if (set['id'] !== undefined || unset.includes('id') || 'id' in increment)
      throw invalid("a change can't touch the id")
    this.#checkIndexed(set)
    for (const [field, by] of Object.entries(increment)) {
      if (!Number.isFinite(by)) throw invalid(`increment of ${field} must be a finite number`)
    }
  }

  checkQuery(query: Query): void {
    checkFilter(query.filter)
    if (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > MAX_PAGE) {
      throw invalid(`limit ${String(query.limit)} is not between 1 and ${String(MAX_PAGE)}`)
    }
    this.sortOf(query.sort)
  }

  /** The sort with its default. INVALID_ARGUMENT for a field that isn't indexed. */
  sortOf(sort: Sort = BY_ID): Sort {
    if (sort.field === 'id' || (this.single.includes(sort.field) && this.#sortable.has(sort.field)))
      return sort
    throw invalid(`${this.name} has no index over ${sort.field} and can't be sorted by it`)
  }

  #pathOf(field: string): readonly string[] {
    return this.#paths.get(field) ?? field.split('.')
  }

  #checkIndexed(fields: object): void {
    for (const field of this.single) this.valueOf(fields, field)
    for (const field of this.multi) this.valuesOf(fields, field)
  }

  #checkSpec(): void {
    if (!NAME.test(this.name)) throw invalid(`"${this.name}" is no name of a collection`)
    for (const index of this.spec.indexes) {
      if (index.fields.length === 0) throw invalid(`an index of ${this.name} has no fields`)
      const doubtful = index.fields.find(
        (field, at) => this.multi.includes(field) && (index.multi !== true || at > 0),
      )
      if (doubtful !== undefined)
        throw invalid(`field ${doubtful} of ${this.name} is indexed both as multi and as not`)
    }
  }
}

/** INVALID_ARGUMENT unless the filter has only known operators and values that every store can hold. */
export function checkFilter(filter: Filter): void {
  for (const [field, wanted] of Object.entries(filter)) {
    if (wanted === undefined) continue
    if (field === '$or') (wanted as readonly Filter[]).forEach(checkFilter)
    else if (field.startsWith('$')) throw invalid(`unknown filter operator ${field}`)
    else checkCondition(field, conditionOf(wanted as Scalar | Condition))
  }
}

function columnsOf({ fields, counted }: IndexSpec): string[] {
  return [...fields, ...(counted?.sums ?? []), ...(counted?.unless === undefined ? [] : [counted.unless])]
}

function checkCondition(field: string, condition: Condition): void {
  for (const [operator, operand] of Object.entries(condition)) {
    if (!OPERATORS.has(operator)) throw invalid(`unknown filter operator ${operator}`)
    const scalars: readonly unknown[] = Array.isArray(operand) ? operand : [operand]
    for (const scalar of scalars) checkScalar(scalar as Scalar, `the filter's ${field}`)
  }
}

/** INVALID_ARGUMENT for an empty id and for text that stores can't hold as a key. */
export function checkId(id: string): void {
  if (typeof id !== 'string' || id === '') throw invalid('a document needs an id that is not empty')
  checkScalar(id, 'the id')
}

function checkScalar(value: Scalar | undefined, where: string): void {
  if (typeof value === 'number' && !Number.isFinite(value)) throw invalid(`${where} is not a finite number`)
  if (typeof value !== 'string') return
  if (value.includes('\0')) throw invalid(`${where} contains a NUL character`)
  if (!value.isWellFormed()) throw invalid(`${where} contains half of a surrogate pair`)
}

function isPrimitive(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** The member, null where there is none; an array stays what it is, so that whoever wants a scalar sees it. */
function memberOf(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null
  return (value as Record<string, unknown>)[name] ?? null
}

function invalid(message: string): IteronError {
  return new IteronError('INVALID_ARGUMENT', message)
}

/** The opened collections of a store. */
export class Collections {
  readonly #byName = new Map<string, Collection>()

  add(specs: readonly CollectionSpec[]): Collection[] {
    const collections = specs.map((spec) => new Collection(spec))
    for (const collection of collections) this.#byName.set(collection.name, collection)
    return collections
  }

  /** INVALID_ARGUMENT for a collection that wasn't opened. */
  named(name: string): Collection {
    const collection = this.#byName.get(name)
    if (collection === undefined) throw invalid(`collection ${name} was not opened`)
    return collection
  }

  checkWrites(writes: readonly Write[]): void {
    for (const write of writes) this.named(write.collection).checkWrite(write)
  }
}

/** Only the asked top-level fields, and the id. */
export function project<T extends Document>(document: T, fields: readonly string[] | undefined): T {
  if (fields === undefined) return document
  const wanted = new Set(['id', ...fields])
  return Object.fromEntries(Object.entries(document).filter(([field]) => wanted.has(field))) as unknown as T
}
