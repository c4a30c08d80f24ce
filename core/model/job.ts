import type { Document, Json } from '../ports/document-store.ts'
import type { Failure } from './failure.ts'
import type { Ledger } from './ledger.ts'
import type { JobState } from './transition.ts'

/** One module × one event. `id` is `jobId(event, module)`. */
export interface JobRecord extends Document {
  /** Module id, its name, and the version of the current or last attempt (0 before the first). */
  readonly module: string
  readonly moduleName: string
  readonly moduleVersion: number
  /** Key, CloudEvents id and type of the event; for a join, of the root. */
  readonly event: string
  readonly eventId: string
  readonly eventType: string
  readonly correlationId: string
  readonly scopes: readonly string[]
  readonly root: string
  /** Runs once for its scope; `all` waits for failed jobs, `settled` discards them. */
  readonly join?: 'all' | 'settled'
  readonly state: JobState
  /** Why it is in this state, for people. */
  readonly reason?: string
  readonly failure?: Failure
  readonly createdAt: number
  readonly updatedAt: number
  /** Since when it is queued: what the oldest is. */
  readonly queuedAt: number
  /** When a waiting job is due, milliseconds since 1970; absent for a join. */
  readonly dueAt?: number
  /** Number of the current or last attempt; 0 before the first. Never restarts. */
  readonly attempt: number
  /** Failures that count, losses in a row, staging failures in a row. */
  readonly tries: number
  readonly losses: number
  readonly stagingFailures: number
  /** Fencing token of the current attempt: who has it may commit. */
  readonly token?: string
  /** Dispatcher that looks after the attempt, and the counter that it moves to say that it lives. */
  readonly owner?: string
  readonly beat?: number
  /**
   * Token of the attempt whose processes may be alive: it counts against the limits until the executor says that they
   * are gone.
   */
  readonly holds?: string
  readonly claimedAt?: number
  readonly startedAt?: number
  readonly endedAt?: number
  /** The committed attempt, its output events and staged parts: fixed by C3. */
  readonly committed?: number
  readonly children?: number
  readonly parts?: number
  /** R2 is done. Absent until the job has committed. */
  readonly relayed?: boolean
  readonly relayedAt?: number
  /** From then on a tombstone: attempts, reasons and logs are gone. */
  readonly expiredAt?: number
}

export type AttemptState = 'running' | 'succeeded' | 'failed' | 'lost' | 'cancelled'

/**
 * A try at a job, written when it has ended; while it runs, the job's own row says how far it is. `id` is `attemptId`.
 */
export interface AttemptRecord extends Document {
  readonly job: string
  readonly number: number
  readonly module: string
  readonly moduleVersion: number
  readonly state: AttemptState
  readonly failure?: Failure
  readonly exitCode?: number
  readonly startedAt: number
  readonly endedAt: number
  readonly ledger: Ledger
  /** Time of the module stage: what statistics are made of. */
  readonly moduleMs: number
  /** The kept log; absent if the module printed nothing. */
  readonly log?: { readonly key: string; readonly size: number }
  /** When it ended, as long as its log is kept: what is looked up by retention. */
  readonly loggedAt?: number
  /** Retention removed the log. */
  readonly logExpiredAt?: number
  /** What the module reported in `out/insights.json`. */
  readonly insights?: readonly { readonly key: string; readonly value: Json }[]
  /** Where it ran: id of an `EnvironmentRecord`. */
  readonly environment?: string
}

/** A delay, drop, retry or change of a job with its reason: what `job explain` reads. `id` is `<job>.<n>`. */
export interface ReasonRecord extends Document {
  readonly job: string
  readonly at: number
  readonly what: string
  readonly why: string
}

/** What users see: `committing` until the outputs are relayed. */
export function visibleState(job: Pick<JobRecord, 'state' | 'relayed'>): JobState {
  return job.state === 'succeeded' && job.relayed !== true ? 'committing' : job.state
}
