import type { ManifestEntry } from '../core/model/artifact.ts'
import { openVerified } from '../core/policies/verified-read.ts'
import type { DownloadArtifactRequest__Output } from '../proto/generated/iteron/v1/DownloadArtifactRequest.ts'
import type { DownloadArtifactResponse } from '../proto/generated/iteron/v1/DownloadArtifactResponse.ts'
import { mustExist } from './tombstone.ts'
import type { ApiContext } from './context.ts'
import { notFound } from './errors.ts'
import { fileMessage } from './event-message.ts'

const CHUNK_BYTES = 64 * 1024

/** An artifact's files, or those at or below a path: each file's description, then its bytes, verified. */
export async function* download(
  { catalog, blobs }: ApiContext,
  request: DownloadArtifactRequest__Output,
  signal: AbortSignal,
): AsyncGenerator<DownloadArtifactResponse> {
  const artifact = mustExist(await catalog.artifacts.resolve(request.artifact))
  let found = request.path === ''
  for await (const entry of catalog.artifacts.files(artifact.id)) {
    if (!isWanted(entry, request.path)) continue
    found = true
    yield { file: fileMessage({ ...entry, artifact: artifact.id }) }
    try {
      for await (const bytes of await openVerified(blobs, entry.key, entry.digest, signal))
        yield* chunks(bytes as Buffer)
    } catch (error) {
      await catalog.contents.met(error)
      throw error
    }
  }
  if (!found)
    throw notFound(`the artifact ${artifact.id} has no file or folder ${JSON.stringify(request.path)}`)
}

function isWanted({ path }: ManifestEntry, wanted: string): boolean {
  return wanted === '' || path === wanted || path.startsWith(wanted.endsWith('/') ? wanted : `${wanted}/`)
}

function* chunks(bytes: Buffer): Generator<DownloadArtifactResponse> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield { chunk: bytes.subarray(at, at + CHUNK_BYTES) }
}
