import type { Document, Write } from '../ports/document-store.ts'

/** An upload that has begun: until it is done, what is below its prefix may be of no artifact. `id` is the artifact's. */
export interface UploadRecord extends Document {
  /** Ending in `/`. */
  readonly prefix: string
  readonly at: number
}

/** Before the first byte is stored. */
export function beginUpload(upload: UploadRecord): Write {
  return { kind: 'insert', collection: 'uploads', document: upload }
}

/** Nothing of it is left that no artifact needs. */
export function endUpload(id: string): Write {
  return { kind: 'delete', collection: 'uploads', id }
}
