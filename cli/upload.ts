import { createReadStream } from 'node:fs'
import path from 'node:path'
import type { Artifact__Output } from '../proto/generated/iteron/v1/Artifact.ts'
import type { UploadArtifactRequest } from '../proto/generated/iteron/v1/UploadArtifactRequest.ts'
import { failure } from './errors.ts'
import type { Session } from './session.ts'

const CHUNK_BYTES = 64 * 1024

/** Stores local files as one artifact, each under its base name; reads no faster than the server takes them. */
export async function uploadFiles(
  session: Session,
  files: readonly string[],
  correlationId: string,
): Promise<Artifact__Output> {
  return await session.server.upload('artifacts', 'UploadArtifact', partsOf(files, correlationId))
}

async function* partsOf(
  files: readonly string[],
  correlationId: string,
): AsyncGenerator<UploadArtifactRequest> {
  yield { header: { correlationId } }
  for (const file of files) {
    yield { file: { path: path.basename(file) } }
    try {
      for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES }))
        yield { chunk: chunk as Buffer }
    } catch (error) {
      throw failure(`${file} can't be read: ${(error as Error).message}`)
    }
  }
}
