import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Database } from '../../../../adapters/sqlite/database.ts'
import { findDocuments, selection } from '../../../../adapters/sqlite/document-reads.ts'
import { DocumentWrites } from '../../../../adapters/sqlite/document-writes.ts'
import { chosenIndex } from '../../../../adapters/sqlite/index-choice.ts'
import { MIGRATIONS, migrate } from '../../../../adapters/sqlite/migrations.ts'
import { indexValuesOf, prepareTables } from '../../../../adapters/sqlite/tables.ts'
import { COLLECTIONS } from '../../../../core/catalog/collections.ts'
import { Collections } from '../../../../core/model/collection.ts'
import { matches, type Filter } from '../../../../core/model/filter.ts'
import { compareScalars, compareText } from '../../../../core/model/order.ts'
import type { Document, Sort } from '../../../../core/ports/document-store.ts'
import { Bench } from './folder.ts'

const JOBS = 3000
const bench = new Bench()
const collections = new Collections()
const list = { expiredAt: { $exists: false } }
const newest: Sort = { field: 'createdAt', descending: true }
let database: Database
let jobs: Document[]

/** Nearly all have succeeded, nearly all are of one module. */
function job(n: number): Document & Record<string, unknown> {
  const state = n % 500 === 3 ? 'waiting' : n % 40 === 1 ? 'failed' : 'succeeded'
  return {
    id: `job-${String((n * 7919) % JOBS)}`,
    module: n % 300 === 7 ? 'rare' : 'common',
    state,
    ...(state === 'succeeded' && { relayed: n % 1000 !== 0 }),
    ...(n % 700 === 3 && { holds: 'token' }),
    ...(n % 11 === 0 && { expiredAt: 1 }),
    ...(n % 13 === 0 && { correlationId: 'c' }),
    createdAt: Math.floor(n / 2),
    queuedAt: n,
    event: 'e',
    root: 'r',
    scopes: n % 100 === 0 ? ['s'] : [],
  }
}

beforeAll(async () => {
  const folder = await bench.folder()
  database = new Database(join(folder, 'choice.db'))
  migrate(database, MIGRATIONS, folder)
  prepareTables(database, collections, COLLECTIONS)
  jobs = Array.from({ length: JOBS }, (_, n) => job(n))
  const writes = jobs.map((document) => ({
    kind: 'insert' as const,
    collection: 'jobs',
    id: document.id,
    doc: JSON.stringify(document),
    keep: false,
    ...indexValuesOf(collections.named('jobs'), document),
  }))
  new DocumentWrites(database, collections).batch(writes)
})

afterAll(() => {
  database.close()
})

function planOf(filter: Filter, sort = newest): string {
  const collection = collections.named('jobs')
  const by = chosenIndex(database, collection, { filter, sort, limit: 100 })
  const { sql, parameters } = selection(collection, { filter, sort }, by)
  return database
    .all(`EXPLAIN QUERY PLAN ${sql}`, parameters)
    .map((row) => String(row[3]))
    .join('; ')
}

/** All pages, as ids. */
function found(filter: Filter, sort: Sort, limit: number): string[] {
  const ids: string[] = []
  let after: string | undefined
  do {
    const page = findDocuments(database, collections, 'jobs', {
      filter,
      sort,
      limit,
      ...(after === undefined ? {} : { after }),
    })
    ids.push(...(JSON.parse(page.documents) as Document[]).map(({ id }) => id))
    after = page.next
  } while (after !== undefined)
  return ids
}

function wanted(filter: Filter, { field, descending = false }: Sort): string[] {
  const valueOf = (one: Document) => ((one as unknown as Record<string, unknown>)[field] ?? null) as never
  const sorted = jobs
    .filter((one) => matches(one, filter))
    .sort((a, b) => compareScalars(valueOf(a), valueOf(b)) || compareText(a.id, b.id))
  return (descending ? sorted.reverse() : sorted).map(({ id }) => id)
}

describe('a list is looked up by what the fewest jobs have', () => {
  test.each<[string, Filter, string, boolean]>([
    ['all', list, 'c_expiredAt=?)', false],
    ['a state', { ...list, state: 'failed' }, 'c_expiredAt=? AND c_state=?', false],
    ['a rare state of a common module', { ...list, state: 'waiting', module: 'common' }, 'c_state=?', false],
    ['a common state of a rare module', { ...list, state: 'succeeded', module: 'rare' }, 'c_module=?', false],
    ['succeeded, not relayed', { ...list, state: 'succeeded', relayed: false }, 'c_relayed=?', true],
    ['rare states', { ...list, state: { $in: ['waiting', 'queued'] } }, 'c_state=?', true],
    [
      'one of which is common: by time',
      { ...list, $or: [{ state: 'succeeded', relayed: true }, { state: { $in: ['failed', 'waiting'] } }] },
      'c_expiredAt=?)',
      false,
    ],
    ['of a trace', { ...list, state: 'succeeded', correlationId: 'c' }, 'c_correlationId=?', false],
    [
      'a rare state since a time',
      { ...list, state: 'failed', createdAt: { $gte: 5 } },
      'c_state=? AND c_createdAt>?',
      false,
    ],
    ['a type', { ...list, eventType: 'e' }, 'c_eventType=?', false],
  ])('%s', (_, filter, index, isSorted) => {
    const plan = planOf(filter)
    expect(plan).toContain(index)
    expect(plan.includes('TEMP B-TREE')).toBe(isSorted)
  })
})

test('whatever is asked for in whatever order is found, page by page', () => {
  const state = fc.constantFrom('succeeded', 'failed', 'waiting', 'queued')
  const filters = fc.record(
    {
      expiredAt: fc.constantFrom({ $exists: false }, { $exists: true }, null),
      state: fc.oneof(
        state,
        fc.record({ $in: fc.array(state, { maxLength: 3 }) }),
        fc.record({ $ne: state }),
      ),
      module: fc.constantFrom('common', 'rare', 'none'),
      relayed: fc.constantFrom<Filter[string]>(
        true,
        false,
        1,
        null,
        { $in: [true, null] },
        { $exists: true },
      ),
      holds: fc.constantFrom<Filter[string]>({ $exists: true }, { $exists: false }, 'token', { $in: [] }),
      join: fc.constantFrom<Filter[string]>(null, { $exists: true }),
      scopes: fc.constantFrom('s', 'none'),
      correlationId: fc.constantFrom('c', 'none'),
      id: fc.constantFrom({ $in: ['job-1', 'job-7', 'job-90'] }, { $gt: 'job-2' }),
      createdAt: fc.constantFrom({ $gte: 700 }, { $lt: 90 }, 40),
      $or: fc.constantFrom<Filter[]>(
        [{ state: 'failed' }, { relayed: false }],
        [{ module: 'rare' }, { holds: 'token' }],
      ),
    },
    { requiredKeys: [] },
  )
  const sorts = fc.record({ field: fc.constantFrom('createdAt', 'queuedAt', 'id'), descending: fc.boolean() })
  const property = fc.property(filters, sorts, fc.constantFrom(7, 100, 4000), (filter, sort, limit) => {
    expect(found(filter as Filter, sort, limit)).toEqual(wanted(filter, sort))
  })
  fc.assert(property, { numRuns: 300 })
})
