import { Readable } from 'node:stream'
import { IteronError } from '../core/errors.ts'
import { artifactPrefix, fileKey } from '../core/model/artifact-keys.ts'
import type { ArtifactRecord } from '../core/model/artifact.ts'
import { checkPath, PATH_RULES } from '../core/model/paths.ts'
import { beginUpload, endUpload } from '../core/protocol/upload.ts'
import { buryAgain, deleteArtifact } from '../core/catalog/artifact-deletion.ts'
import { insertArtifact, type UploadedFile } from '../core/catalog/client-artifact.ts'
import { sweepUpload } from '../core/catalog/upload-sweep.ts'
import type { UploadArtifactRequest__Output } from '../proto/generated/iteron/v1/UploadArtifactRequest.ts'
import type { UploadFile__Output } from '../proto/generated/iteron/v1/UploadFile.ts'
import type { ApiContext } from './context.ts'
import { invalid } from './errors.ts'

/** Producer of what people upload. */
const CLIENT = 'client'
const DEFAULT_SLOT = 'files'

type Parts = AsyncIterable<UploadArtifactRequest__Output>

/** Stores the files of a call as a new artifact; a call that fails or is cancelled leaves nothing to be seen. */
export async function upload(
  context: ApiContext,
  parts: Parts,
  signal: AbortSignal,
): Promise<ArtifactRecord> {
  const { catalog, blobs } = context
  const { store, clock, ids } = catalog.context
  const id = ids.random()
  const at = clock.now()
  const prefix = artifactPrefix({ at, producer: CLIENT, artifact: id }, blobs.capabilities)
  await store.batch([beginUpload({ id, prefix, at })])
  try {
    const session = new Upload(context, prefix, signal)
    const header = await session.receive(parts)
    signal.throwIfAborted()
    return await record(context, describe(session.files, { id, prefix, at, ...header }), session.files)
  } catch (error) {
    // What fails here too is done at the next start.
    await sweepUpload(catalog, blobs, { id, prefix }, context.publishMetadata).catch(() => undefined)
    throw signal.aborted ? new IteronError('CANCELLED', 'the upload was cancelled', { cause: error }) : error
  }
}

/** From here on others may refer to the files' bytes, so that a failure takes back the artifact, and no bytes. */
async function record(
  context: ApiContext,
  described: Omit<ArtifactRecord, 'parts'>,
  files: readonly UploadedFile[],
): Promise<ArtifactRecord> {
  const { catalog, blobs } = context
  const { store } = catalog.context
  const { artifact, spare } = await insertArtifact(store, described, files)
  try {
    await blobs.delete(spare)
    await context.publishMetadata(artifact)
    await buryAgain(catalog, artifact.id)
  } catch (error) {
    // Where this fails too, the upload is still recorded, and completed at the next start.
    await deleteArtifact(catalog, blobs, described.id)
    throw error
  }
  await store.batch([endUpload(artifact.id)])
  return artifact
}

interface Header {
  readonly slot: string
  readonly correlationId: string
}

/** The files of one upload, stored one after the other as their bytes arrive. */
class Upload {
  readonly files: UploadedFile[] = []
  readonly #context: ApiContext
  readonly #prefix: string
  readonly #signal: AbortSignal
  readonly #written: string[] = []
  readonly #paths = new Set<string>()

  constructor(context: ApiContext, prefix: string, signal: AbortSignal) {
    this.#context = context
    this.#prefix = prefix
    this.#signal = signal
  }

  async receive(parts: Parts): Promise<Header> {
    const source = new PartSource(parts)
    const first = await source.next()
    if (first?.header === undefined || first.header === null)
      throw invalid('the first message of an upload has no header')
    for (let part = await source.next(); part !== undefined; part = await source.next()) {
      if (part.file === undefined || part.file === null)
        throw invalid('a chunk came before any file', 'Begin with file.')
      await this.#store(part.file, source)
    }
    if (this.files.length === 0) throw invalid('the upload has no files')
    this.files.sort((a, b) => (a.own.path < b.own.path ? -1 : 1))
    await this.#context.blobs.sync(this.#written)
    return first.header
  }

  async #store(file: UploadFile__Output, source: PartSource): Promise<void> {
    const { blobs, catalog } = this.#context
    const path = this.#checkedPath(file.path)
    const key = fileKey(this.#prefix, path, blobs.capabilities)
    this.#written.push(key)
    const digest = file.digest === undefined || file.digest === '' ? {} : { digest: file.digest }
    const options = { ifAbsent: true, signal: this.#signal, ...digest }
    const stored = await blobs.put(
      key,
      { stream: Readable.from(source.chunks(), { objectMode: false }) },
      options,
    )
    const known = (await catalog.contents.lookup([stored.digest])).get(stored.digest)
    const own = { path, ...stored, key }
    this.files.push(known === undefined ? { own } : { own, known: { ...own, key: known.key } })
  }

  #checkedPath(path: string): string {
    const checked = checkPath(path)
    if (!checked.ok) throw invalid(`the path ${JSON.stringify(path)}: ${PATH_RULES[checked.rule]}`)
    if (this.#paths.has(path)) throw invalid(`the upload has two files ${JSON.stringify(path)}`)
    this.#paths.add(path)
    return checked.path
  }
}

/** The messages of an upload, of which a file's chunks can be taken as a stream up to the next file. */
class PartSource {
  readonly #parts: AsyncIterator<UploadArtifactRequest__Output>
  #ahead: UploadArtifactRequest__Output | undefined

  constructor(parts: Parts) {
    this.#parts = parts[Symbol.asyncIterator]()
  }

  async next(): Promise<UploadArtifactRequest__Output | undefined> {
    if (this.#ahead !== undefined) {
      const part = this.#ahead
      this.#ahead = undefined
      return part
    }
    const result = await this.#parts.next()
    return result.done === true ? undefined : result.value
  }

  async *chunks(): AsyncGenerator<Buffer> {
    for (let part = await this.next(); part !== undefined; part = await this.next()) {
      if (part.chunk === undefined || part.part !== 'chunk') {
        this.#ahead = part
        return
      }
      if (part.chunk.length > 0) yield part.chunk
    }
  }
}

function describe(
  files: readonly UploadedFile[],
  { id, prefix, at, slot, correlationId }: Header & { id: string; prefix: string; at: number },
): Omit<ArtifactRecord, 'parts'> {
  return {
    id,
    path: prefix,
    slot: slot === '' ? DEFAULT_SLOT : slot,
    producer: CLIENT,
    ...(correlationId === '' ? {} : { correlationId }),
    files: files.length,
    bytes: files.reduce((sum, { own }) => sum + own.size, 0),
    createdAt: at,
  }
}
