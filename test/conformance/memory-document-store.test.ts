import { memoryDocumentStore } from '../../adapters/memory/document-store.ts'
import { testDocumentStore } from './document-store.ts'

for (const atomicBatch of [true, false]) {
  testDocumentStore(`memory, ${atomicBatch ? 'atomic' : 'ordered'} batches`, {
    create() {
      const store = memoryDocumentStore({ atomicBatch })
      const reopen = async () => {
        await store.close()
        return store
      }
      return Promise.resolve({ store, reopen, dispose: () => store.close() })
    },
  })
}
