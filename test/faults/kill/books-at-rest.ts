import { expect } from '@jest/globals'
import { digestOf } from '../../../core/model/identity.ts'
import type { Client } from '../../e2e/client.ts'
import { booksOf, type Books } from './accounting.ts'
import { unexpected } from './comparing.ts'
import { expectedOf, type Sizes } from './workload.ts'

/** Waits until all under these events is at rest, and reads everything: it must be what the workload's definition says. */
export async function booksAtRest(client: Client, roots: Iterable<string>, sizes: Sizes): Promise<Books> {
  const verdicts = new Set<string>()
  for (const root of roots) verdicts.add((await client.outcome(root)).verdict)
  expect([...verdicts]).toEqual(['succeeded'])
  const books = await booksOf(client)
  expect(books.faults).toEqual([])
  expect(unexpected(books, expectedOf(sizes), digestOf)).toEqual([])
  return books
}
