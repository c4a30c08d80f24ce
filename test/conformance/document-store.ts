import { describe } from '@jest/globals'
import { testClaims } from './document-store/claims.ts'
import { testFilters } from './document-store/filters.ts'
import { testLifecycle } from './document-store/lifecycle.ts'
import { testPages } from './document-store/pages.ts'
import type { DocumentStoreHarness } from './document-store/subject.ts'
import { testText } from './document-store/text.ts'
import { testWrites } from './document-store/writes.ts'

export type { DocumentStoreHarness, StoreUnderTest } from './document-store/subject.ts'

/** What every document store must do, by its capabilities. */
export function testDocumentStore(name: string, harness: DocumentStoreHarness): void {
  describe(`document store: ${name}`, () => {
    testWrites(harness)
    testClaims(harness)
    testFilters(harness)
    testPages(harness)
    testText(harness)
    testLifecycle(harness)
  })
}
