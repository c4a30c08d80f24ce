import { describe } from '@jest/globals'
import { testKeys } from './blob-store/keys.ts'
import { testLarge } from './blob-store/large.ts'
import { testLifecycle } from './blob-store/lifecycle.ts'
import { testPutIfAbsent } from './blob-store/once.ts'
import { testPutting } from './blob-store/putting.ts'
import { testReading } from './blob-store/reading.ts'
import type { BlobStoreHarness } from './blob-store/setup.ts'

/** What every blob store must do: the definition of the port. */
export function testBlobStore(name: string, harness: BlobStoreHarness): void {
  describe(`the blob store ${name}`, () => {
    testPutting(harness)
    testPutIfAbsent(harness)
    testReading(harness)
    testKeys(harness)
    testLifecycle(harness)
    testLarge(harness)
  })
}
