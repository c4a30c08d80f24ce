import type { ArtifactRecord } from '../core/model/artifact.ts'
import type { AttemptOutput } from '../core/model/attempt-output.ts'
import type { AttemptTask } from '../core/model/attempt-task.ts'
import type { Ledger } from '../core/model/ledger.ts'
import type { Origin } from './publish-metadata.ts'

/** What became of an attempt whose program ended well and whose files are uploaded. */
export interface StagedAttempt {
  readonly output: AttemptOutput
  readonly ledger: Ledger
  readonly log?: { readonly key: string; readonly size: number }
}

/** How far an attempt is; a failed one is described as far as it came. */
export interface AttemptProgress {
  /** To be awaited immediately before the module's program begins: rejects when the attempt is over, or may be soon. */
  starting(): Promise<void>
  /** The module's program is running. */
  started(): void
  /** It has ended, and its outputs are being taken. */
  exited(): void
  /** Times and log so far, for an attempt that fails. */
  note(fields: {
    readonly ledger?: Ledger
    readonly log?: { readonly key: string; readonly size: number }
  }): void
}

/**
 * Runs prepare, module and commit (C0, C1) of an attempt. When `run` has ended, none of the attempt's processes is
 * left.
 */
export interface AttemptStages {
  /**
   * Rejects with `AttemptFailure` when the attempt has failed; anything else that is thrown is a staging failure. When
   * the
   * signal is aborted, the program is ended (terminate, then kill) and the call rejects.
   */
  run(task: AttemptTask, progress: AttemptProgress, signal: AbortSignal): Promise<StagedAttempt>

  /**
   * C1 again, for an attempt that `run` has staged: content that may no longer be referred to is stored. Rejects as
   * `run` does.
   */
  restage(task: AttemptTask, signal: AbortSignal): Promise<AttemptOutput>

  /** R1's last step: the artifact's `metadata.yaml`, from its records unless `origin` says what is in them. */
  publishMetadata(artifact: ArtifactRecord, origin?: Origin): Promise<void>

  /** Removes what the attempt left on this machine; called when it is recorded how it ended. */
  clean(task: Pick<AttemptTask, 'id'>): Promise<void>
}
