// Durable writes without a system around them: the disk's, and SQLite's with Iteron's driver and settings.
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { serve } from './serve.mjs'

const { DatabaseSync } = createRequire(import.meta.url)('@photostructure/sqlite')
const APPENDED = Buffer.alloc(512, 'x')
const DOCUMENT = JSON.stringify({ text: 'x'.repeat(280) })
let work

serve({
  prepare({ folder, kind, batch }) {
    mkdirSync(folder, { recursive: true })
    work = kind === 'fsync' ? appends(join(folder, 'file')) : commits(join(folder, 'database'), batch)
  },
  /** As many as the time allows. */
  write({ seconds }) {
    const from = performance.now()
    let [commits, rows] = [0, 0]
    for (; performance.now() - from < seconds * 1000; commits += 1) rows += work()
    return { commits, rows, seconds: (performance.now() - from) / 1000 }
  },
  stop: () => undefined,
})

function appends(path) {
  const file = openSync(path, 'a')
  process.once('exit', () => closeSync(file))
  return () => {
    writeSync(file, APPENDED)
    fsyncSync(file)
    return 1
  }
}

function commits(path, batch) {
  const database = new DatabaseSync(path)
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;
    PRAGMA wal_autocheckpoint = 2000; CREATE TABLE documents (id TEXT NOT NULL PRIMARY KEY, doc TEXT NOT NULL)`)
  const insert = database.prepare('INSERT INTO documents (id, doc) VALUES (?, ?)')
  let last = 0
  return () => {
    database.exec('BEGIN IMMEDIATE')
    for (let n = 0; n < batch; n += 1) insert.run(String((last += 1)).padStart(12, '0'), DOCUMENT)
    database.exec('COMMIT')
    return batch
  }
}
