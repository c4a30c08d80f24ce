import type { Document, Write } from '../../../../core/ports/document-store.ts'

/** A write, or what happens to a blob. */
export type Step = Write | { readonly remove: string } | { readonly put: string; readonly text: string }

export const set = (
  collection: string,
  id: string,
  fields: Record<string, unknown>,
  unset: string[] = [],
): Write => ({
  kind: 'update',
  collection,
  id,
  change: { set: fields, unset },
})
export const insert = (collection: string, document: object): Write => ({
  kind: 'insert',
  collection,
  document: document as Document,
})
export const drop = (collection: string, id: string): Write => ({ kind: 'delete', collection, id })
