/** What a failure was; retry, backoff and whether it counts go by class. */
export const FAILURE_CLASSES = [
  'exit',
  'timeout',
  'memory',
  'lost',
  'staging',
  'configuration',
  'commit',
] as const

export type FailureClass = (typeof FAILURE_CLASSES)[number]

/** Why an attempt failed: for people, kept with the attempt and the job. */
export interface Failure {
  readonly class: FailureClass
  /** What happened and why, naming file and rule where there is one. */
  readonly message: string
  readonly exitCode?: number
  /** What to do about it. */
  readonly hint?: string
  /** It passes without anybody's changing the job: the disk is full, the store away. */
  readonly passes?: boolean
}

/** Losses in a row that fail a job: a module that takes its node down doesn't loop for ever. */
export const MAX_LOSSES = 5

/** Tries of staging before the job fails; these don't count against the module's retries. */
export const MAX_STAGING_TRIES = 5

/** As many where the cause passes (disk full, store away): half a day and more. */
export const MAX_PASSING_TRIES = 1000

export type RetryDecision = { readonly again: true; readonly afterMs: number } | { readonly again: false }

export interface RetryPolicy {
  /** Further tries after the first. */
  readonly count: number
  readonly initialMs: number
  readonly factor: number
  readonly maxMs: number
}

export interface Tries {
  /** Failures so far that count, this one included if it does. */
  readonly counted: number
  /** Losses in a row, this one included. */
  readonly losses: number
  /** Staging failures in a row, this one included. */
  readonly staging: number
}

const STAGING_BACKOFF = {
  initialMs: 1000,
  factor: 3,
  maxMs: 60_000,
}

/** Whether a failure of this class uses up one of the module's tries. */
export function counts(failure: FailureClass): boolean {
  return failure !== 'lost' && failure !== 'staging'
}

/** Whether and when a job is tried again. `jitter` is in [0, 1). */
export function decideRetry(
  failure: Pick<Failure, 'class' | 'passes'>,
  tries: Tries,
  policy: RetryPolicy,
  jitter: number,
): RetryDecision {
  switch (failure.class) {
    case 'configuration':
      return { again: false }
    case 'lost':
      return tries.losses < MAX_LOSSES ? { again: true, afterMs: 0 } : { again: false }
    case 'staging':
      return after(tries.staging, stagingPolicy(failure.passes === true), jitter)
    default:
      return after(tries.counted, policy, jitter)
  }
}

/** Exponential backoff with jitter between one half and the whole of the delay. */
export function backoffMs(failures: number, policy: RetryPolicy, jitter: number): number {
  // The power may be infinite, and no delay at all times infinity no number.
  const growth = Math.min(Number.MAX_VALUE, policy.factor ** Math.max(0, failures - 1))
  const full = Math.min(policy.maxMs, policy.initialMs * growth)
  return Math.round(full * (0.5 + jitter / 2))
}

function stagingPolicy(passes: boolean): RetryPolicy {
  return { ...STAGING_BACKOFF, count: (passes ? MAX_PASSING_TRIES : MAX_STAGING_TRIES) - 1 }
}

function after(failures: number, policy: RetryPolicy, jitter: number): RetryDecision {
  return failures > policy.count
    ? { again: false }
    : { again: true, afterMs: backoffMs(failures, policy, jitter) }
}
