import type { ArtifactRecord, ContentRecord, ManifestPart } from '../model/artifact.ts'
import type { GarbageRecord } from '../model/garbage.ts'
import type { Document, DocumentStore, Page } from '../ports/document-store.ts'
import { acquit, condemn, dropContent, execute } from '../protocol/content.ts'
import type { GarbageContext, Verdict } from './garbage-context.ts'

type ContentGarbage = GarbageRecord & { readonly kind: 'content' }

const PAGE = 100

/** Frees the bytes of a file that a deleted artifact held, unless they are referred to. May be repeated at any point. */
export async function freeContent(context: GarbageContext, garbage: ContentGarbage): Promise<Verdict> {
  const { store } = context
  const row = await store.get<ContentRecord>('contents', garbage.digest)
  if (row?.key === garbage.key) return freeRow(context, row)
  // No row speaks of this copy: nobody who looks for the content is sent here any more.
  return freeCopy(context, garbage)
}

async function freeRow(context: GarbageContext, row: ContentRecord): Promise<Verdict> {
  const { store, blobs } = context
  if (row.state !== 'deleting') {
    const verdict = await judge(context, row)
    if (verdict !== 'freed') return verdict
  }
  await blobs.delete([row.key])
  await store.batch([dropContent(row.id, row.key)])
  return 'freed'
}

async function judge({ store, ids, pinned }: GarbageContext, row: ContentRecord): Promise<Verdict> {
  const token = ids.random()
  if (!(await done(store, condemn(row, token)))) return 'later'
  const referrer = await referrerOf(store, row.id, row.key)
  if (referrer !== undefined || (await pinned())) {
    await store.batch([acquit(row.id, token)])
    return referrer === 'committed' ? 'kept' : 'later'
  }
  return (await done(store, execute(row.id, token))) ? 'freed' : 'later'
}

async function freeCopy(
  { store, blobs, pinned }: GarbageContext,
  { digest, key }: ContentGarbage,
): Promise<Verdict> {
  const referrer = await referrerOf(store, digest, key)
  if (referrer === 'committed') return 'kept'
  if (referrer !== undefined || (await pinned())) return 'later'
  await blobs.delete([key])
  return 'freed'
}

/** Who refers to content at this key. Staged references are read before committed ones, as they turn into those.
 * `going`: only artifacts that are being removed, who will say when they have let it go. */
export async function referrerOf(
  store: DocumentStore,
  digest: string,
  key: string,
): Promise<'staged' | 'committed' | 'going' | undefined> {
  const staged = await store.find<Document>('staged', {
    filter: { refers: digest },
    limit: 1,
    fields: ['job'],
  })
  if (staged.documents.length > 0) return 'staged'
  let going: string | undefined
  for await (const { artifact } of holders(store, digest, key)) {
    if (artifact === going) continue // another file of it
    if (!(await isRemoved(store, artifact))) return 'committed'
    going = artifact
  }
  return going === undefined ? undefined : 'going'
}

/** A file of an artifact. */
export interface Holder {
  readonly artifact: string
  readonly path: string
}

/** Every file that is this content at this key, of artifacts that are being removed, too. */
export async function* holders(store: DocumentStore, digest: string, key: string): AsyncGenerator<Holder> {
  let after: string | undefined
  do {
    const page: Page<ManifestPart> = await store.find<ManifestPart>('manifests', {
      filter: { 'files.digest': digest },
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    })
    for (const { artifact, files } of page.documents)
      for (const file of files)
        if (file.digest === digest && file.key === key) yield { artifact, path: file.path }
    after = page.next
  } while (after !== undefined)
}

async function isRemoved(store: DocumentStore, id: string): Promise<boolean> {
  return (await store.get<ArtifactRecord>('artifacts', id))?.removing === true
}

async function done(store: DocumentStore, write: ReturnType<typeof condemn>): Promise<boolean> {
  return (await store.batch([write])).refused === undefined
}
