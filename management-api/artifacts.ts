import { z } from 'zod'
import { deleteArtifact } from '../core/catalog/artifact-deletion.ts'
import type { ArtifactFilter } from '../core/catalog/artifacts.ts'
import { verifyArtifacts } from '../core/catalog/verification.ts'
import type { ArtifactRecord } from '../core/model/artifact.ts'
import { present } from '../core/model/present.ts'
import type { ArtifactServiceHandlers } from '../proto/generated/iteron/v1/ArtifactService.ts'
import type { ListArtifactFilesRequest__Output } from '../proto/generated/iteron/v1/ListArtifactFilesRequest.ts'
import type { ListArtifactsRequest__Output } from '../proto/generated/iteron/v1/ListArtifactsRequest.ts'
import type { VerifyArtifactsRequest__Output } from '../proto/generated/iteron/v1/VerifyArtifactsRequest.ts'
import { artifactMessage } from './artifact-message.ts'
import type { Calls } from './calls.ts'
import { mustExist } from './tombstone.ts'
import type { ApiContext } from './context.ts'
import { download } from './download.ts'
import { fileMessage } from './event-message.ts'
import { pageOf, readToken, writeToken } from './paging.ts'
import { reindex } from './reindex.ts'
import { upload } from './upload.ts'

const FILES_OF_ONE = 1000
const FILES_IN_LIST = 100
const offsetSchema = z.strictObject({ offset: z.number().int().positive() })

/** `iteron.v1.ArtifactService`. */
export function artifactService(context: ApiContext, calls: Calls): ArtifactServiceHandlers {
  const { artifacts } = context.catalog
  return {
    UploadArtifact: calls.receiving(async (parts, signal) => {
      return artifactMessage(context, await upload(context, parts, signal), FILES_OF_ONE)
    }),
    GetArtifact: calls.unary(async (request) => {
      return artifactMessage(context, await artifacts.resolve(request.artifact), FILES_OF_ONE)
    }),
    ListArtifacts: calls.unary((request) => list(context, request)),
    ListArtifactFiles: calls.unary((request) => listFiles(context, request)),
    DownloadArtifact: calls.streaming((request, signal) => download(context, request, signal)),
    VerifyArtifacts: calls.streaming((request, signal) => verify(context, request, signal)),
    DeleteArtifact: calls.unary(async (request) => {
      const { id } = await artifacts.resolve(request.artifact)
      return artifactMessage(context, await deleteArtifact(context.catalog, context.blobs, id), 0)
    }),
    ReindexArtifacts: calls.streaming((_request, signal) => reindex(context, signal)),
  }
}

async function list(context: ApiContext, request: ListArtifactsRequest__Output) {
  const page = await context.catalog.artifacts.list(await filterOf(context, request), pageOf(request))
  const messages = await Promise.all(
    page.documents.map((artifact) => artifactMessage(context, artifact, FILES_IN_LIST)),
  )
  return { artifacts: messages, nextPageToken: page.next ?? '' }
}

async function filterOf(
  { catalog }: ApiContext,
  request: ListArtifactsRequest__Output,
): Promise<ArtifactFilter> {
  const { job, module, correlationId, sinceMs, deleted } = request
  return {
    ...(deleted ? {} : { live: true }),
    ...(job === '' ? {} : { job: (await catalog.jobs.resolve(job)).id }),
    ...(module === '' ? {} : { module: (await catalog.modules.resolveAny(module)).id }),
    ...(correlationId === '' ? {} : { correlationId }),
    ...(sinceMs === 0 ? {} : { since: sinceMs }),
  }
}

async function listFiles({ catalog }: ApiContext, request: ListArtifactFilesRequest__Output) {
  const artifact = await catalog.artifacts.resolve(request.artifact)
  const { limit, after } = pageOf(request)
  const offset = after === undefined ? 0 : readToken(after, offsetSchema).offset
  const files: ReturnType<typeof fileMessage>[] = []
  let n = 0
  for await (const file of catalog.artifacts.files(artifact.id)) {
    n += 1
    if (n <= offset) continue
    if (files.length === limit) return { files, nextPageToken: writeToken({ offset: offset + limit }) }
    files.push(fileMessage({ ...file, artifact: artifact.id }))
  }
  return { files, nextPageToken: '' }
}

async function* verify(context: ApiContext, request: VerifyArtifactsRequest__Output, signal: AbortSignal) {
  const { catalog, blobs } = context
  const chosen: ArtifactRecord[] = []
  for (const text of request.artifacts) chosen.push(mustExist(await catalog.artifacts.resolve(text)))
  const only = chosen.length === 0 ? undefined : chosen
  for await (const { file, artifact, problem } of verifyArtifacts(catalog, blobs, only, signal)) {
    yield { file: fileMessage({ ...file, artifact }), intact: problem === undefined, ...present({ problem }) }
  }
}
