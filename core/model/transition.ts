import { IteronError } from '../errors.ts'

/** All states of a job; users see `succeeded` when its outputs are relayed, and `committing` until then. */
export const JOB_STATES = [
  'queued',
  'waiting',
  'preparing',
  'running',
  'committing',
  'succeeded',
  'failed',
  'cancelled',
  'discarded',
] as const

export type JobState = (typeof JOB_STATES)[number]

/**
 * What can happen to a job.
 *
 * `claim`: a scheduler takes it, a new attempt begins. `giveBack`: a limit was exceeded or the dispatcher stops.
 * `start`: the
 * module's program runs. `exit`: it has ended well. `commit`: C3. `retry`: the attempt failed and the job waits for its
 * next try.
 * `lose`: the attempt is lost and the job is queued again. `fail`: the tries are spent. `due`: the wait is over, or the
 * scope of
 * its join has settled. `cancel`, `redrive`, `discard`: by people, by a join, by retention.
 */
export const JOB_TRANSITIONS = {
  claim: { queued: 'preparing' },
  giveBack: { preparing: 'queued', running: 'queued', committing: 'queued' },
  start: { preparing: 'running' },
  exit: { preparing: 'committing', running: 'committing' },
  commit: { preparing: 'succeeded', running: 'succeeded', committing: 'succeeded' },
  retry: { preparing: 'waiting', running: 'waiting', committing: 'waiting' },
  lose: { preparing: 'queued', running: 'queued', committing: 'queued' },
  fail: { preparing: 'failed', running: 'failed', committing: 'failed' },
  due: { waiting: 'queued' },
  cancel: {
    queued: 'cancelled',
    waiting: 'cancelled',
    preparing: 'cancelled',
    running: 'cancelled',
    committing: 'cancelled',
    failed: 'cancelled',
  },
  redrive: { failed: 'queued' },
  discard: { failed: 'discarded', waiting: 'discarded' },
} as const satisfies Record<string, Partial<Record<JobState, JobState>>>

export type JobChange = keyof typeof JOB_TRANSITIONS

/** The state after a change; FAILED_PRECONDITION if the change is not possible in this state. */
export function transition(state: JobState, change: JobChange): JobState {
  const to = (JOB_TRANSITIONS[change] as Partial<Record<JobState, JobState>>)[state]
  if (to === undefined) throw new IteronError('FAILED_PRECONDITION', `a job that is ${state} can't ${change}`)
  return to
}

/** The states in which a change is possible: the guard of its write. */
export function sourcesOf(change: JobChange): JobState[] {
  return Object.keys(JOB_TRANSITIONS[change]) as JobState[]
}

/** The one state a change leads to. */
export function targetOf(change: JobChange): JobState {
  return Object.values(JOB_TRANSITIONS[change])[0] as JobState
}

/** Nothing more can come of the job: it is a closed node of its scopes. */
export const CLOSED_STATES = ['succeeded', 'cancelled', 'discarded'] as const satisfies JobState[]

/** An attempt is at work. */
export const LIVE_STATES = ['preparing', 'running', 'committing'] as const satisfies JobState[]

export function isClosed(state: JobState): boolean {
  return (CLOSED_STATES as readonly JobState[]).includes(state)
}

export function isLive(state: JobState): boolean {
  return (LIVE_STATES as readonly JobState[]).includes(state)
}
