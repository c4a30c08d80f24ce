import type { Filter } from '../model/filter.ts'
import type { Document, DocumentStore, Page, Sort } from '../ports/document-store.ts'

/** A page that somebody asks for. */
export interface PageRequest {
  /** 1 to 1,000. */
  readonly limit: number
  readonly after?: string
}

/** Newest first by a time field: what every list shows. */
export function newestFirst<T extends Document>(
  store: DocumentStore,
  collection: string,
  filter: Filter,
  field: string,
  page: PageRequest,
  fields?: readonly string[],
): Promise<Page<T>> {
  const sort: Sort = { field, descending: true }
  return store.find<T>(collection, {
    filter,
    sort,
    limit: page.limit,
    ...(page.after === undefined ? {} : { after: page.after }),
    ...(fields === undefined ? {} : { fields }),
  })
}
