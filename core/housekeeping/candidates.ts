import type { Filter } from '../model/filter.ts'
import type { Retained } from '../model/retention.ts'
import type { Document, DocumentStore, Page } from '../ports/document-store.ts'

const PAGE = 200

/** A thing that may expire, as its list shows it. */
export interface Candidate extends Document {
  /** Since when it counts, milliseconds since 1970. */
  readonly at: number
  /** What it holds, bytes; 0 where that isn't counted. */
  readonly bytes: number
  /** Module id. */
  readonly module?: string
  /** Of an event, which has no module's id. */
  readonly source?: string
  readonly type?: string
}

/** What retention walks over: none of these is a tombstone. */
interface Walk {
  readonly collection: string
  readonly filter: Filter
  /** The time field that they are sorted by. */
  readonly time: string
  readonly fields: readonly string[]
  readonly bytesOf: (document: Readonly<Record<string, unknown>>) => number
}

const NOTHING = () => 0
const ABSENT = { $exists: false }

const WALKS: Readonly<Record<Retained, Walk>> = {
  events: {
    collection: 'events',
    filter: { expiredAt: ABSENT },
    time: 'storedAt',
    fields: ['storedAt', 'source', 'type'],
    bytesOf: NOTHING,
  },
  jobs: {
    collection: 'jobs',
    filter: { expiredAt: ABSENT },
    time: 'createdAt',
    fields: ['createdAt', 'module'],
    bytesOf: NOTHING,
  },
  logs: {
    collection: 'attempts',
    filter: { loggedAt: { $exists: true } },
    time: 'loggedAt',
    fields: ['loggedAt', 'module', 'log'],
    bytesOf: ({ log }) => (log as { size: number } | undefined)?.size ?? 0,
  },
  artifacts: {
    collection: 'artifacts',
    filter: { deletedAt: ABSENT },
    time: 'createdAt',
    fields: ['createdAt', 'module', 'bytes'],
    bytesOf: ({ bytes }) => bytes as number,
  },
}

/** Pages of everything of a kind: oldest first up to a time, or newest first. */
export async function* candidates(
  store: DocumentStore,
  what: Retained,
  order: { readonly upTo: number } | 'newest first',
): AsyncGenerator<Candidate[]> {
  const walk = WALKS[what]
  const newest = order === 'newest first'
  let after: string | undefined
  do {
    const page: Page<Document> = await store.find(walk.collection, {
      filter: newest ? walk.filter : { ...walk.filter, [walk.time]: { $lte: order.upTo } },
      sort: { field: walk.time, descending: newest },
      limit: PAGE,
      fields: walk.fields,
      ...(after === undefined ? {} : { after }),
    })
    yield page.documents.map((document) => candidateOf(walk, document))
    after = page.next
  } while (after !== undefined)
}

function candidateOf(walk: Walk, document: Document): Candidate {
  const fields = document as unknown as Readonly<Record<string, unknown>>
  const text = (name: string) => (typeof fields[name] === 'string' ? { [name]: fields[name] } : {})
  return {
    id: document.id,
    at: fields[walk.time] as number,
    bytes: walk.bytesOf(fields),
    ...text('module'),
    ...text('source'),
    ...text('type'),
  }
}
