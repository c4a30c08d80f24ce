import { isOfOneBlob } from '../core/backup/copy-blobs.ts'
import { holdPin } from '../core/catalog/pins.ts'
import { IteronError, messageOf } from '../core/errors.ts'
import { VERSION } from '../core/version.ts'
import type { BackupServiceHandlers } from '../proto/generated/iteron/v1/BackupService.ts'
import type { ReadBlobsResponse } from '../proto/generated/iteron/v1/ReadBlobsResponse.ts'
import type { TakeSnapshotResponse } from '../proto/generated/iteron/v1/TakeSnapshotResponse.ts'
import type { Calls } from './calls.ts'
import type { ApiContext } from './context.ts'
import { invalid } from './errors.ts'

const MOST_KEYS = 1000
const CHUNK_BYTES = 256 * 1024

/** `iteron.v1.BackupService`. */
export function backupService(context: ApiContext, calls: Calls): BackupServiceHandlers {
  return {
    TakeSnapshot: calls.streaming((_request, signal) => takeSnapshot(context, signal), { follows: true }),
    ReadBlobs: calls.streaming((request, signal) => {
      if (request.keys.length > MOST_KEYS) throw invalid(`more than ${MOST_KEYS} keys at once`)
      return readBlobs(context, request.keys, signal)
    }),
  }
}

/** The pin comes first: what the records refer to from then on stays. */
async function* takeSnapshot(
  { catalog, snapshots }: ApiContext,
  signal: AbortSignal,
): AsyncGenerator<TakeSnapshotResponse> {
  if (snapshots === undefined) throw noSnapshots()
  const { context } = catalog
  const pin = await holdPin(context, 'backup')
  try {
    const takenAtMs = Math.round(context.clock.now())
    yield { header: { installation: context.installation, version: VERSION, takenAtMs } }
    let documents = 0
    for await (const part of snapshots.read(signal)) {
      documents += part.documents.length
      yield { records: { collection: part.collection, documents: [...part.documents] } }
    }
    yield { end: { documents } }
    await pin.heldUntil(signal)
  } finally {
    await pin.release()
  }
}

async function* readBlobs(
  { blobs }: ApiContext,
  keys: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<ReadBlobsResponse> {
  for (const [index, key] of keys.entries()) {
    try {
      for await (const bytes of await blobs.read(key, undefined, signal)) {
        const chunk = bytes as Buffer
        for (let at = 0; at < chunk.length; at += CHUNK_BYTES)
          yield { index, chunk: chunk.subarray(at, at + CHUNK_BYTES) }
      }
      yield { index, end: true }
    } catch (error) {
      if (!isOfOneBlob(error)) throw error
      yield { index, problem: { code: error.code, message: messageOf(error) } }
    }
  }
}

function noSnapshots(): IteronError {
  return new IteronError('UNIMPLEMENTED', 'the stores of this installation have no snapshots', {
    hint: 'Documents and bus must be in one SQLite folder.',
  })
}
