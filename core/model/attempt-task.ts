import type { Json } from '../ports/document-store.ts'
import type { FileRef } from './event.ts'
import type { CodeFile, ModuleSpec } from './module-spec.ts'

/** An event as a module gets it: with its data and files at hand, wherever they were stored. */
export interface InputEvent {
  /** CloudEvents id. */
  readonly id: string
  readonly type: string
  readonly data: Readonly<Record<string, Json>>
  readonly files: readonly FileRef[]
}

/** Everything that the three stages of a job need to know, whoever runs them. */
export interface AttemptTask {
  /** `attemptId(job, number)`: also the id of the executor's task. */
  readonly id: string
  readonly job: string
  readonly number: number
  readonly module: { readonly id: string; readonly name: string; readonly version: number }
  readonly spec: ModuleSpec
  readonly code: readonly CodeFile[]
  readonly correlationId: string
  readonly traceparent?: string
  /** The event that the job is for; for a join, the root. */
  readonly event: InputEvent
  /** For a join: what it collects, ordered by event id, and what its scope is missing. */
  readonly collected?: {
    readonly events: () => AsyncIterable<InputEvent>
    readonly cancelled: number
    readonly discarded: number
  }
  /** The artifact that the attempt's output files become, and the prefix of its keys, ending in `/`. */
  readonly artifact: { readonly id: string; readonly prefix: string }
}
