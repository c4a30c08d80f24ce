import type { Collection } from '../../core/model/collection.ts'
import type { Filter } from '../../core/model/filter.ts'
import type { IndexSpec, Tally } from '../../core/ports/document-store.ts'
import type { Database } from './database.ts'
import { condense } from './filter-sql.ts'
import { columnOf, countsOf, tableOf } from './names.ts'
import { NULL_SQL } from './values.ts'

/*
 * Documents counted by the values of some fields, kept right by triggers in the transaction of each write: a row for each
 * combination of values. A tally by those fields costs the same with a million documents as with ten.
 */

interface Counts {
  readonly fields: readonly string[]
  readonly sums: readonly string[]
  readonly unless: string | undefined
  readonly table: string
  readonly trigger: (event: string) => string
}

/** Tables and triggers of what a collection counts, filled from its columns. */
export function createCounts(database: Database, collection: Collection): void {
  for (const counts of countsIn(collection.name, collection.spec.indexes))
    create(database, collection, counts)
}

export function dropCounts(database: Database, collection: string, indexes: readonly IndexSpec[]): void {
  for (const { table, trigger } of countsIn(collection, indexes)) {
    for (const event of ['insert', 'update', 'delete'])
      database.exec(`DROP TRIGGER IF EXISTS ${trigger(event)}`)
    database.exec(`DROP TABLE IF EXISTS ${table}`)
  }
}

/** The tally from counts; undefined where none has what is asked. */
export function tallyOfCounts(
  database: Database,
  collection: Collection,
  filter: Filter,
  sumOf: string | undefined,
): Tally | undefined {
  for (const counts of countsIn(collection.name, collection.spec.indexes)) {
    const rest = asked(counts, filter, sumOf)
    if (rest === undefined) continue
    const { sql, parameters, isExact } = condense(collection, rest)
    if (!isExact) continue
    const sum = sumOf === undefined ? '0' : `total(${columnOf(sumOf)})`
    const row = database.get(
      `SELECT coalesce(sum(n), 0), ${sum} FROM ${counts.table} WHERE ${sql}`,
      parameters,
    )
    const [count, total] = row as [number, number]
    return { count, sum: total }
  }
  return undefined
}

/** The filter over the counted fields, if these counts can answer it. */
function asked(
  { fields, sums, unless }: Counts,
  filter: Filter,
  sumOf: string | undefined,
): Filter | undefined {
  if (sumOf !== undefined && !sums.includes(sumOf)) return undefined
  const { [unless ?? '']: absence, ...rest } = filter
  if (unless !== undefined && !isAbsence(absence)) return undefined
  return fieldsOf(rest).every((field) => fields.includes(field)) ? rest : undefined
}

function isAbsence(condition: Filter[string]): boolean {
  return JSON.stringify(condition) === '{"$exists":false}'
}

function fieldsOf(filter: Filter): string[] {
  return Object.entries(filter).flatMap(([field, wanted]) => {
    if (wanted === undefined) return []
    return field === '$or' ? (wanted as readonly Filter[]).flatMap(fieldsOf) : [field]
  })
}

function countsIn(collection: string, indexes: readonly IndexSpec[]): Counts[] {
  return indexes.flatMap(({ fields, counted }, number) => {
    if (counted === undefined) return []
    const { sums = [], unless } = counted
    const table = countsOf(collection, String(number))
    return [
      { fields, sums, unless, table, trigger: (event) => countsOf(collection, `${String(number)}_${event}`) },
    ]
  })
}

function create(database: Database, collection: Collection, counts: Counts): void {
  const { fields, sums, unless, table, trigger } = counts
  const documents = tableOf(collection.name)
  const groups = fields.map(columnOf).join(', ')
  const columns = [groups, 'n', ...sums.map(columnOf)].join(', ')
  database.exec(
    `CREATE TABLE ${table} (${[...fields.map((field) => `${columnOf(field)} NOT NULL`), 'n INTEGER NOT NULL', ...sums.map((field) => `${columnOf(field)} NOT NULL`)].join(', ')}, PRIMARY KEY (${groups})) WITHOUT ROWID`,
  )
  const filled = ['count(*)', ...sums.map((field) => `total(${numberIn(columnOf(field))})`)]
  const where = unless === undefined ? '' : `WHERE ${columnOf(unless)} = ${NULL_SQL}`
  database.exec(
    `INSERT INTO ${table} (${columns}) SELECT ${[groups, ...filled].join(', ')} FROM ${documents} ${where} GROUP BY ${groups}`,
  )
  const added = addition(counts, columns)
  const removed = removal(counts)
  const changed = [...fields, ...sums, ...(unless === undefined ? [] : [unless])]
    .map((field) => `OLD.${columnOf(field)} IS NOT NEW.${columnOf(field)}`)
    .join(' OR ')
  database.exec(`CREATE TRIGGER ${trigger('insert')} AFTER INSERT ON ${documents} BEGIN ${added} END`)
  database.exec(`CREATE TRIGGER ${trigger('delete')} AFTER DELETE ON ${documents} BEGIN ${removed} END`)
  database.exec(
    `CREATE TRIGGER ${trigger('update')} AFTER UPDATE ON ${documents} WHEN ${changed} BEGIN ${removed} ${added} END`,
  )
}

function addition({ fields, sums, unless, table }: Counts, columns: string): string {
  const values = [
    ...fields.map((field) => `NEW.${columnOf(field)}`),
    '1',
    ...sums.map((field) => numberIn(`NEW.${columnOf(field)}`)),
  ]
  const counted = unless === undefined ? 'true' : `NEW.${columnOf(unless)} = ${NULL_SQL}`
  const more = [
    'n = n + 1',
    ...sums.map((field) => `${columnOf(field)} = ${columnOf(field)} + excluded.${columnOf(field)}`),
  ]
  return `INSERT INTO ${table} (${columns}) SELECT ${values.join(', ')} WHERE ${counted} ON CONFLICT (${fields.map(columnOf).join(', ')}) DO UPDATE SET ${more.join(', ')};`
}

function removal({ fields, sums, unless, table }: Counts): string {
  const less = [
    'n = n - 1',
    ...sums.map((field) => `${columnOf(field)} = ${columnOf(field)} - ${numberIn(`OLD.${columnOf(field)}`)}`),
  ]
  const same = fields.map((field) => `${columnOf(field)} = OLD.${columnOf(field)}`)
  const counted = unless === undefined ? [] : [`OLD.${columnOf(unless)} = ${NULL_SQL}`]
  return `UPDATE ${table} SET ${less.join(', ')} WHERE ${[...same, ...counted].join(' AND ')};`
}

/** What isn't a number counts as 0. */
export function numberIn(column: string): string {
  return `CASE WHEN ${column} > ${NULL_SQL} AND ${column} < '' THEN ${column} ELSE 0 END`
}
