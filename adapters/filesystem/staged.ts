import { dirname } from 'node:path'
import { digestOf } from '../../core/model/identity.ts'
import type { PutResult } from '../../core/ports/blob-store.ts'
import { unlink, withFile, writeWhole } from './descriptors.ts'
import { explained } from './errors.ts'

/** Blobs are read-only. */
export const BLOB_MODE = 0o444

/** A blob's bytes under a temporary name. Exactly one of the two functions is called. */
export interface Staged extends PutResult {
  /** The blob has its name: the source of a move goes. */
  readonly done: () => Promise<void>
  /** Nothing is to be left, and the source is where it was. */
  readonly undo: () => Promise<void>
}

/** Writes to the open file, and tells what. */
export type Write = (fd: number) => Promise<PutResult>

export const nothing = async (): Promise<void> => undefined

/** A new file; `done` is what else to do when the blob has its name. */
export async function stageNew(temporary: string, write: Write, done = nothing): Promise<Staged> {
  const undo = () => unlink(temporary)
  try {
    const result = await explained(`writing into ${dirname(temporary)}`, () =>
      withFile(temporary, 'wx', BLOB_MODE, write),
    )
    return { ...result, done, undo }
  } catch (error) {
    await undo().catch(nothing)
    throw error
  }
}

export function writeBytes(bytes: Uint8Array): Write {
  return async (fd) => {
    const written = writeWhole(fd, bytes)
    const digest = digestOf(bytes)
    await written
    return { size: bytes.byteLength, digest }
  }
}
