import { reindexArtifacts } from '../core/catalog/reindex.ts'
import { present } from '../core/model/present.ts'
import type { ReindexArtifactsResponse } from '../proto/generated/iteron/v1/ReindexArtifactsResponse.ts'
import type { ApiContext } from './context.ts'

const STEP = 100

/** Progress now and then, each problem, and the numbers at the end. */
export async function* reindex(
  { catalog, blobs }: ApiContext,
  signal: AbortSignal,
): AsyncGenerator<ReindexArtifactsResponse> {
  let found = 0
  let added = 0
  for await (const { key, added: isNew, problem } of reindexArtifacts(catalog.context.store, blobs, signal)) {
    found += 1
    if (isNew) added += 1
    if (problem !== undefined || found % STEP === 0) {
      yield {
        found,
        added,
        ...present({ problem: problem === undefined ? undefined : `${key}: ${problem}` }),
      }
    }
  }
  yield { found, added }
}
