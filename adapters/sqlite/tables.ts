import { Collection, type Collections } from '../../core/model/collection.ts'
import type { Scalar } from '../../core/model/filter.ts'
import type { CollectionSpec, IndexSpec } from '../../core/ports/document-store.ts'
import { createCounts, dropCounts } from './counts.ts'
import type { Database, SqlValue } from './database.ts'
import { columnOf, indexOf, multiTableOf, tableOf } from './names.ts'
import { encodeScalar, NULL_SQL, placeholder } from './values.ts'

/** A document's values in index columns and in the tables of multi fields. */
export interface IndexValues {
  readonly single: readonly Scalar[]
  readonly multi: readonly (readonly Scalar[])[]
}

const CHUNK = 500

export function indexValuesOf(collection: Collection, document: object): IndexValues {
  return {
    single: collection.single.map((field) => collection.valueOf(document, field)),
    multi: collection.multi.map((field) => collection.valuesOf(document, field)),
  }
}

/** Makes the tables and indexes what the specifications say, filled from the documents. */
export function prepareTables(
  database: Database,
  collections: Collections,
  specs: readonly CollectionSpec[],
): void {
  for (const collection of collections.add(specs)) {
    const spec = JSON.stringify(collection.spec.indexes)
    const known = database.get('SELECT indexes FROM collections WHERE name = ?', [collection.name])?.[0]
    if (known === spec) continue
    if (known === undefined) createTable(database, collection)
    else dropIndexes(database, collection, JSON.parse(known as string) as IndexSpec[])
    createIndexes(database, collection, known !== undefined)
    const keep =
      'INSERT INTO collections (name, indexes) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET indexes = excluded.indexes'
    database.run(keep, [collection.name, spec])
  }
}

function createTable(database: Database, { name, single }: Collection): void {
  const columns = single.map((field) => `${columnOf(field)} DEFAULT ${NULL_SQL}, `).join('')
  database.exec(`CREATE TABLE ${tableOf(name)} (id TEXT NOT NULL PRIMARY KEY, ${columns}doc TEXT NOT NULL)`)
}

function dropIndexes(database: Database, collection: Collection, indexes: IndexSpec[]): void {
  const before = new Collection({ name: collection.name, indexes })
  for (const number of indexes.keys())
    database.exec(`DROP INDEX IF EXISTS ${indexOf(collection.name, number)}`)
  dropCounts(database, collection.name, indexes)
  for (const field of before.multi) database.exec(`DROP TABLE ${multiTableOf(collection.name, field)}`)
  for (const field of before.single) {
    if (!collection.single.includes(field))
      database.exec(`ALTER TABLE ${tableOf(collection.name)} DROP COLUMN ${columnOf(field)}`)
  }
  for (const field of collection.single) {
    if (before.single.includes(field)) continue
    database.exec(`ALTER TABLE ${tableOf(collection.name)} ADD COLUMN ${columnOf(field)} DEFAULT ${NULL_SQL}`)
  }
}

function createIndexes(database: Database, collection: Collection, isFilled: boolean): void {
  for (const field of collection.multi) {
    const table = multiTableOf(collection.name, field)
    database.exec(`CREATE TABLE ${table} (value, id TEXT NOT NULL, PRIMARY KEY (value, id)) WITHOUT ROWID`)
  }
  if (isFilled) fill(database, collection)
  for (const [number, { fields, multi, sparse, unordered }] of collection.spec.indexes.entries()) {
    if (multi === true || unordered === true) continue
    const columns = [...fields.map(columnOf), ...(fields.includes('id') ? [] : ['id'])].join(', ')
    const where = sparse === true ? ` WHERE ${columnOf(fields[0] as string)} > ${NULL_SQL}` : ''
    database.exec(
      `CREATE INDEX ${indexOf(collection.name, number)} ON ${tableOf(collection.name)} (${columns})${where}`,
    )
  }
  createCounts(database, collection)
}

function fill(database: Database, collection: Collection): void {
  const select = `SELECT rowid, id, doc FROM ${tableOf(collection.name)} WHERE rowid > ? ORDER BY rowid LIMIT ${String(CHUNK)}`
  let after = -1
  for (;;) {
    const rows = database.all(select, [after])
    for (const [rowid, id, doc] of rows as [number, string, string][]) {
      const values = indexValuesOf(collection, JSON.parse(doc) as object)
      writeColumns(database, collection, rowid, values)
      addElements(database, collection, id, values.multi)
      after = rowid
    }
    if (rows.length < CHUNK) return
  }
}

function writeColumns(
  database: Database,
  collection: Collection,
  rowid: number,
  { single }: IndexValues,
): void {
  if (single.length === 0) return
  const { sql, parameters } = assignments(collection, single)
  database.run(`UPDATE ${tableOf(collection.name)} SET ${sql.join(', ')} WHERE rowid = ?`, [
    ...parameters,
    rowid,
  ])
}

/** `column = ?` for each indexed column whose value isn't what it was: SQLite moves the entries of all that are named. */
export function assignments(
  collection: Collection,
  single: readonly Scalar[],
  before?: readonly Scalar[],
): { readonly sql: string[]; readonly parameters: SqlValue[] } {
  const sql: string[] = []
  const parameters: SqlValue[] = []
  for (const [at, field] of collection.single.entries()) {
    const value = single[at] as Scalar
    if (before !== undefined && Object.is(value, before[at])) continue
    sql.push(`${columnOf(field)} = ${placeholder(value)}`)
    parameters.push(encodeScalar(value))
  }
  return { sql, parameters }
}

export function addElements(
  database: Database,
  collection: Collection,
  id: string,
  multi: IndexValues['multi'],
): void {
  for (const [at, field] of collection.multi.entries()) {
    const table = multiTableOf(collection.name, field)
    for (const value of multi[at] ?? []) {
      database.run(`INSERT INTO ${table} (value, id) VALUES (${placeholder(value)}, ?)`, [
        encodeScalar(value),
        id,
      ])
    }
  }
}

export function removeElements(
  database: Database,
  collection: Collection,
  id: string,
  multi: IndexValues['multi'],
): void {
  for (const [at, field] of collection.multi.entries()) {
    const table = multiTableOf(collection.name, field)
    for (const value of multi[at] ?? []) {
      database.run(`DELETE FROM ${table} WHERE value = ${placeholder(value)} AND id = ?`, [
        encodeScalar(value),
        id,
      ])
    }
  }
}
