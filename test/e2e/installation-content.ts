import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Database } from '../../adapters/sqlite/database.ts'

const BUS_TABLES = ['bus_subscriptions', 'bus_messages', 'bus_bodies', 'bus_dead']
/** Whoever holds files while a backup reads them: no part of what was restored. */
const PASSING = new Set(['pins'])

/** Every record of a data folder that no process has open: `collection id` → the document as it is stored. */
export function recordsOf(data: string): Record<string, unknown> {
  const database = new Database(path.join(data, 'iteron.db'), { readOnly: true })
  try {
    const names = database.all('SELECT name FROM collections ORDER BY name').map(([name]) => String(name))
    const documents = names
      .filter((name) => !PASSING.has(name))
      .flatMap((name) =>
        database
          .all(`SELECT id, doc FROM "d_${name}" ORDER BY id`)
          .map(([id, doc]) => [`${name} ${String(id)}`, JSON.parse(String(doc)) as unknown]),
      )
    const bus = BUS_TABLES.map((table) => [table, database.all(`SELECT * FROM ${table} ORDER BY 1, 2`)])
    return Object.fromEntries([...documents, ...bus]) as Record<string, unknown>
  } finally {
    database.close()
  }
}

/** Every file below a folder: path → digest. */
export function filesBelow(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => [path.relative(folder, file), digestOf(file)] as const)
  return Object.fromEntries(files.sort(([left], [right]) => (left < right ? -1 : 1)))
}

function digestOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}
