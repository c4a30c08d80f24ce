import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Database } from '../../../../adapters/sqlite/database.ts'
import { condense } from '../../../../adapters/sqlite/filter-sql.ts'
import { MIGRATIONS, migrate } from '../../../../adapters/sqlite/migrations.ts'
import { prepareTables } from '../../../../adapters/sqlite/tables.ts'
import { Collections } from '../../../../core/model/collection.ts'
import type { Filter } from '../../../../core/model/filter.ts'
import { Bench } from './folder.ts'

const bench = new Bench()
const SPEC = {
  name: 'rows',
  indexes: [
    { fields: ['state', 'rank'] },
    { fields: ['owner'], sparse: true },
    { fields: ['tags'], multi: true },
  ],
}

test.each<[string, Filter, string, RegExp]>([
  ['an equality and the order after it', { state: 'new' }, 'c_rank, id', /USING INDEX x_rows_0 \(c_state=\?/],
  [
    'a range within an equality',
    { state: 'new', rank: { $gt: 5 } },
    'c_rank, id',
    /x_rows_0 \(c_state=\? AND c_rank>\?/,
  ],
  ['a sparse index', { owner: 'o' }, 'id', /x_rows_1 \(c_owner=\?/],
  ['presence by a sparse index', { owner: { $exists: true } }, 'c_owner, id', /x_rows_1/],
  ['a list of ids', { id: { $in: ['a', 'b'] } }, 'id', /sqlite_autoindex_d_rows_1 \(id=\?/],
])('an index serves %s without sorting', async (_, filter, order, plan) => {
  const steps = await planOf(filter, order)
  expect(steps).toMatch(plan)
  expect(steps).not.toContain('TEMP B-TREE')
})

test('an element is looked up before other fields, even for their order', async () => {
  const plan = await planOf({ tags: 'x', state: 'new', rank: { $gt: 1 } }, '+c_rank, id')
  expect(plan).toMatch(/sqlite_autoindex_d_rows_1 \(id=\?/)
  expect(plan).toMatch(/m_rows_tags USING PRIMARY KEY \(value=\?/)
  expect(plan).not.toContain('x_rows_0')
})

test('what columns cannot decide is left to core', () => {
  const collections = new Collections()
  collections.add([SPEC])
  const undecided: Filter[] = [
    { plain: 1 },
    { tags: null },
    { tags: { $ne: 'x' } },
    { $or: [{ state: 'a' }, { plain: 1 }] },
  ]
  for (const filter of undecided) expect(condense(collections.named('rows'), filter).isExact).toBe(false)
  const decided: Filter[] = [
    {},
    { tags: 'x' },
    { state: null },
    { $or: [{ tags: 'x' }, { rank: { $lt: 1 } }] },
  ]
  for (const filter of decided) expect(condense(collections.named('rows'), filter).isExact).toBe(true)
})

async function planOf(filter: Filter, order: string): Promise<string> {
  const collections = new Collections()
  const database = new Database(join(await bench.folder(), 'test.db'))
  migrate(database, MIGRATIONS, 'folder')
  prepareTables(database, collections, [SPEC])
  const { sql, parameters, isExact } = condense(collections.named('rows'), filter)
  expect(isExact).toBe(true)
  const query = `EXPLAIN QUERY PLAN SELECT doc FROM d_rows WHERE ${sql} ORDER BY ${order} LIMIT 5`
  const rows = database.all(query, parameters)
  database.close()
  return rows.map((row) => row[3]).join('; ')
}
