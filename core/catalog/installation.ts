import type { Document, DocumentStore } from '../ports/document-store.ts'

/** The installation's name, given once when its store is new: part of the `source` of its events. */
export async function installationName(store: DocumentStore, proposed: string): Promise<string> {
  const document = { id: 'installation', name: proposed }
  await store.batch([{ kind: 'insert', collection: 'meta', document, keep: true }])
  const kept = await store.get<Document & { name: string }>('meta', 'installation')
  return kept?.name ?? proposed
}
