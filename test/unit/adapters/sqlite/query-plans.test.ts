import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Database } from '../../../../adapters/sqlite/database.ts'
import { selection } from '../../../../adapters/sqlite/document-reads.ts'
import { MIGRATIONS, migrate } from '../../../../adapters/sqlite/migrations.ts'
import { prepareTables } from '../../../../adapters/sqlite/tables.ts'
import { COLLECTIONS } from '../../../../core/catalog/collections.ts'
import { ofTrace } from '../../../../core/catalog/trace.ts'
import { Collections } from '../../../../core/model/collection.ts'
import type { Filter } from '../../../../core/model/filter.ts'
import { LIVE_STATES } from '../../../../core/model/transition.ts'
import { Bench } from './folder.ts'

const bench = new Bench()
const PRESENT = { $exists: true }

/** What the dispatcher and lists ask all the time: none of it may walk all documents. */
test.each<[string, string, Filter, string, string]>([
  ['attempts that hold a limit', 'jobs', { holds: PRESENT }, 'id', 'c_holds>?'],
  ['live attempts', 'jobs', { state: { $in: LIVE_STATES } }, 'id', 'c_state=?'],
  ['jobs to be claimed', 'jobs', { state: 'queued', holds: { $exists: false } }, 'queuedAt', 'c_state=?'],
  ['jobs that are due', 'jobs', { dueAt: { $lte: 1 }, state: 'waiting' }, 'dueAt', 'c_dueAt'],
  ['the next one due', 'jobs', { dueAt: PRESENT }, 'dueAt', 'c_dueAt'],
  ['jobs to be relayed', 'jobs', { relayed: false }, 'id', 'c_relayed=?'],
  ['waiting joins', 'jobs', { state: 'waiting', join: PRESENT }, 'id', 'c_state=?'],
  ['joins of an event', 'jobs', { event: 'e', state: 'waiting', join: PRESENT }, 'id', 'c_event=?'],
  ['failed jobs of a scope', 'jobs', { scopes: 'e', state: 'failed' }, 'id', 'm_jobs_scopes'],
  [
    'open events',
    'events',
    { state: { $in: ['pending', 'routed'] }, storedAt: { $lte: 1 } },
    'id',
    'c_state=?',
  ],
  ['marked roots', 'events', { cancelling: true }, 'id', 'c_cancelling=?'],
  ['events of a job', 'events', { job: 'j' }, 'id', 'c_job=?'],
  ['events of a trace', 'events', ofTrace('c'), 'storedAt', 'c_expiredAt=? AND c_correlationId=?'],
  [
    'the first event of a trace',
    'events',
    { ...ofTrace('c'), job: { $exists: false } },
    'storedAt',
    'c_expiredAt=? AND c_correlationId=?',
  ],
  [
    'jobs in a state, the newest first',
    'jobs',
    { expiredAt: { $exists: false }, state: 'failed' },
    'createdAt',
    'c_expiredAt=? AND c_state=?',
  ],
  ['jobs of a trace', 'jobs', ofTrace('c'), 'createdAt', 'c_expiredAt=? AND c_correlationId=?'],
  ['staged parts of a job', 'staged', { job: 'j' }, 'id', 'c_job=?'],
])('%s are found by an index', async (_, collection, filter, sort, found) => {
  const plan = await planOf(collection, filter, sort)
  expect(plan).toContain(found)
  expect(plan).not.toMatch(/SCAN d_/)
})

test('a list of jobs in a state is read in its order, and no further than the page', async () => {
  const filter = { expiredAt: { $exists: false }, state: 'failed' }
  expect(await planOf('jobs', filter, 'createdAt')).not.toContain('TEMP B-TREE')
})

test('what holds a limit is found by it from a page on as well, and by nothing else that SQLite might prefer', async () => {
  const plan = await planOf(
    'jobs',
    { holds: PRESENT, updatedAt: { $gt: 1 }, createdAt: { $gt: 1 } },
    'createdAt',
  )
  expect(plan).toContain('c_holds>?')
})

async function planOf(name: string, filter: Filter, field: string): Promise<string> {
  const folder = await bench.folder()
  const database = new Database(join(folder, 'plans.db'))
  try {
    migrate(database, MIGRATIONS, folder)
    const collections = new Collections()
    prepareTables(database, collections, COLLECTIONS)
    const { sql, parameters } = selection(collections.named(name), { filter, sort: { field } })
    return database
      .all(`EXPLAIN QUERY PLAN ${sql}`, parameters)
      .map((row) => String(row[3]))
      .join('\n')
  } finally {
    database.close()
  }
}
