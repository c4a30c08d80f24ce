import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filesystemBlobStore } from '../../adapters/filesystem/blob-store.ts'
import { testBlobStore } from './blob-store.ts'

testBlobStore('on a filesystem', {
  create: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'iteron-store-'))
    const store = filesystemBlobStore(folder, { durability: 'power' })
    return { store, dispose: () => rm(folder, { recursive: true, force: true }) }
  },
})
