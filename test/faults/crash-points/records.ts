import type { DiscardedMessage } from '../../../core/catalog/discarded-messages.ts'
import type { ArtifactRecord, ContentRecord, ManifestPart, UsedRecord } from '../../../core/model/artifact.ts'
import type { EventRecord } from '../../../core/model/event.ts'
import type { AttemptRecord, JobRecord } from '../../../core/model/job.ts'
import type { ModuleRecord } from '../../../core/model/module-spec.ts'
import type { Document, DocumentStore } from '../../../core/ports/document-store.ts'
import type { StagedPart } from '../../../core/protocol/commit.ts'
import { all } from '../../../core/protocol/scope.ts'
import type { SweepRecord } from '../../../core/protocol/sweep.ts'

/** All documents of the collections that count. */
export interface Records {
  readonly events: EventRecord[]
  readonly jobs: JobRecord[]
  readonly attempts: AttemptRecord[]
  readonly modules: ModuleRecord[]
  readonly moduleNames: (Document & { readonly module: string })[]
  readonly artifacts: ArtifactRecord[]
  readonly manifests: ManifestPart[]
  readonly contents: ContentRecord[]
  readonly used: UsedRecord[]
  readonly staged: StagedPart[]
  readonly sweeps: SweepRecord[]
  readonly discardedMessages: DiscardedMessage[]
  readonly garbage: Document[]
  readonly pins: Document[]
  readonly uploads: Document[]
}

const COLLECTIONS: readonly (keyof Records)[] = [
  'events',
  'jobs',
  'attempts',
  'modules',
  'moduleNames',
  'artifacts',
  'manifests',
  'contents',
  'used',
  'staged',
  'sweeps',
  'discardedMessages',
  'garbage',
  'pins',
  'uploads',
]

export async function readRecords(store: DocumentStore): Promise<Records> {
  const entries = await Promise.all(
    COLLECTIONS.map(async (name) => [name, await all(store, name, {})] as const),
  )
  return Object.fromEntries(entries) as unknown as Records
}
