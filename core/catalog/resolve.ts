import { IteronError } from '../errors.ts'
import type { Document, DocumentStore } from '../ports/document-store.ts'

const SHOWN = 5

/**
 * The one document whose id (or another of the named fields) is `text`, or begins with it.
 *
 * NOT_FOUND if there is none; INVALID_ARGUMENT if several begin with it, naming some.
 */
export async function resolve<T extends Document>(
  store: DocumentStore,
  collection: string,
  noun: string,
  text: string,
  fields: readonly string[] = ['id'],
): Promise<T> {
  const exact = text === '' ? undefined : await firstExact<T>(store, collection, text, fields)
  if (exact !== undefined) return exact
  const found = new Map<string, T>()
  for (const field of text === '' ? [] : fields) {
    const filter = { [field]: { $gte: text, $lt: `${text}\u{10ffff}` } }
    const page = await store.find<T>(collection, { filter, limit: SHOWN + 1 })
    for (const document of page.documents) found.set(document.id, document)
  }
  const [only] = found.values()
  if (only === undefined) throw new IteronError('NOT_FOUND', `there is no ${noun} ${JSON.stringify(text)}`)
  if (found.size > 1) throw ambiguous(noun, text, [...found.keys()])
  return only
}

async function firstExact<T extends Document>(
  store: DocumentStore,
  collection: string,
  text: string,
  fields: readonly string[],
): Promise<T | undefined> {
  for (const field of fields) {
    if (field === 'id') {
      const document = await store.get<T>(collection, text)
      if (document !== undefined) return document
      continue
    }
    const { documents } = await store.find<T>(collection, { filter: { [field]: text }, limit: 2 })
    if (documents.length === 1) return documents[0]
  }
  return undefined
}

function ambiguous(noun: string, text: string, ids: readonly string[]): IteronError {
  const names = ids.slice(0, SHOWN).join(', ')
  return new IteronError(
    'INVALID_ARGUMENT',
    `several ${noun}s begin with ${JSON.stringify(text)}: ${names}${ids.length > SHOWN ? ' …' : ''}`,
    {
      hint: 'Give more of the id.',
    },
  )
}
