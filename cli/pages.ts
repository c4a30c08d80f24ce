import type { Session } from './session.ts'

const PAGE_SIZE = 1000
const DEFAULT_LIMIT = 100

export interface Page<T> {
  readonly items: readonly T[]
  /** Empty: no more. */
  readonly next: string
}

export interface Extent {
  readonly limit?: number | undefined
  readonly all?: boolean | undefined
}

/** The pages of a list up to the limit; says on standard error when there is more and nobody asked for a limit. */
export async function* pagesOf<T>(
  session: Session,
  extent: Extent,
  fetch: (pageSize: number, pageToken: string) => Promise<Page<T>>,
): AsyncGenerator<readonly T[], void, void> {
  let left = extent.all === true ? Number.POSITIVE_INFINITY : (extent.limit ?? DEFAULT_LIMIT)
  let token = ''
  do {
    const page = await fetch(Math.min(PAGE_SIZE, left), token)
    const items = page.items.length > left ? page.items.slice(0, left) : page.items
    left -= items.length
    token = page.next
    yield items
  } while (token !== '' && left > 0)
  if (token !== '' && extent.limit === undefined)
    await session.note(`(only the first ${DEFAULT_LIMIT}; --limit N or --all shows more)`)
}

/** All items of a list that is known to be of moderate length. */
export async function allOf<T>(
  fetch: (pageSize: number, pageToken: string) => Promise<Page<T>>,
): Promise<T[]> {
  const found: T[] = []
  let token = ''
  do {
    const page = await fetch(PAGE_SIZE, token)
    found.push(...page.items)
    token = page.next
  } while (token !== '')
  return found
}
