import { memoryBlobStore } from '../../adapters/memory/blob-store.ts'
import { testBlobStore } from './blob-store.ts'

testBlobStore('in memory', {
  create: async () => ({ store: memoryBlobStore(), dispose: async () => undefined }),
  inMemory: true,
})
