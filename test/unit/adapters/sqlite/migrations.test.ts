import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { Database } from '../../../../adapters/sqlite/database.ts'
import { migrate, MIGRATIONS, type Migration } from '../../../../adapters/sqlite/migrations.ts'
import { Bench } from './folder.ts'

const bench = new Bench()
const opened: Database[] = []

afterEach(() => {
  for (const database of opened.splice(0)) database.close()
})

const V1: Migration = { version: 1, sql: 'CREATE TABLE t (a); INSERT INTO t VALUES (1), (2);' }
const V2: Migration = { version: 2, sql: 'ALTER TABLE t ADD COLUMN b; UPDATE t SET b = a * 10;' }
const V3: Migration = { version: 3, sql: 'CREATE TABLE u (c);' }

async function fresh(): Promise<Database> {
  const database = new Database(join(await bench.folder(), 'test.db'))
  opened.push(database)
  return database
}

test('a database of any earlier version goes through all later steps, once', async () => {
  for (const start of [[], [V1], [V1, V2]]) {
    const database = await fresh()
    migrate(database, start, 'folder')
    migrate(database, [V1, V2, V3], 'folder')
    migrate(database, [V1, V2, V3], 'folder')
    expect(database.all('SELECT a, b FROM t ORDER BY a')).toEqual([
      [1, 10],
      [2, 20],
    ])
    expect(database.all('SELECT version FROM schema_version ORDER BY version')).toEqual([[1], [2], [3]])
    expect(database.all('SELECT c FROM u')).toEqual([])
  }
})

test('a step that fails leaves nothing of itself, and the steps before it', async () => {
  const database = await fresh()
  const broken: Migration = { version: 2, sql: 'ALTER TABLE t ADD COLUMN b; INSERT INTO nowhere VALUES (1);' }
  expect(() => {
    migrate(database, [V1, broken], 'folder')
  }).toThrow('nowhere')
  expect(database.all('SELECT * FROM t ORDER BY a')).toEqual([[1], [2]])
  expect(database.all('SELECT version FROM schema_version')).toEqual([[1]])
  migrate(database, [V1, V2], 'folder')
  expect(database.all('SELECT b FROM t ORDER BY a')).toEqual([[10], [20]])
})

test('the versions are numbered from 1 without a gap', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, at) => at + 1))
})

test('a folder that a newer program wrote is refused with what to do, and left as it is', async () => {
  const folder = await bench.folder()
  await (await bench.open(folder)).close()
  const database = new Database(join(folder, 'iteron.db'))
  database.exec("INSERT INTO schema_version VALUES (99, 'later')")
  database.close()
  await expect(bench.open(folder)).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
    message: expect.stringContaining('version 99') as unknown,
    hint: expect.stringContaining('later') as unknown,
  })
})
