import type { Catalog } from '../core/catalog/catalog.ts'
import type { ArtifactRecord } from '../core/model/artifact.ts'
import type { RetentionPolicy } from '../core/model/retention.ts'
import type { BlobStore } from '../core/ports/blob-store.ts'
import type { EventBus } from '../core/ports/event-bus.ts'
import type { Executor } from '../core/ports/executor.ts'
import type { Snapshots } from '../core/ports/snapshots.ts'

/** An adapter in use, as the server describes it. */
export interface PortDescription {
  /** `bus`, `documents`, `blobs` or `executor:<name>`. */
  readonly name: string
  /** Without credentials. */
  readonly url: string
  readonly capabilities: object
}

/** What the services need; made in the composition root. */
export interface ApiContext {
  readonly catalog: Catalog
  readonly bus: EventBus
  /** The installation's subscription to the bus. */
  readonly group: string
  readonly blobs: BlobStore
  /** Of records and bus; absent where they can't be read at one instant. */
  readonly snapshots?: Snapshots | undefined
  /** By the name that modules give. */
  readonly executors: ReadonlyMap<string, Executor>
  readonly ports: readonly PortDescription[]
  /** How long things are kept. */
  readonly retention: RetentionPolicy
  /** Writes the `metadata.yaml` of an artifact whose records are there. */
  readonly publishMetadata: (artifact: ArtifactRecord) => Promise<void>
  /** HOST:PORT of the HTTP interface, if there is one. */
  readonly httpAddress?: () => string | undefined
  /** Why nothing can be stored now, and so no job is started; undefined: it can. */
  readonly problem?: () => string | undefined
  /** Room on the disk that holds the data, and parts of the data folder, bytes; absent where there is no such disk. */
  readonly disk?: () => Promise<{
    readonly free: number
    readonly total: number
    readonly database: number
    readonly workspaces: number
  }>
}
