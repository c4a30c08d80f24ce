import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteDocumentStore } from '../../adapters/sqlite/document-store.ts'
import { openSqlite } from '../../adapters/sqlite/sqlite-file.ts'
import { testDocumentStore } from './document-store.ts'

testDocumentStore('sqlite', {
  async create() {
    const folder = await mkdtemp(join(tmpdir(), 'iteron-store-'))
    let file = await openSqlite(folder)
    const store = sqliteDocumentStore(file)
    const reopen = async () => {
      await store.close()
      await file.close()
      file = await openSqlite(folder)
      return sqliteDocumentStore(file)
    }
    const dispose = async () => {
      await file.close()
      await rm(folder, { recursive: true })
    }
    return { store, reopen, dispose }
  },
})
