import { setTimeout as pause } from 'node:timers/promises'
import type { Job } from '../../e2e/client.ts'
import type { Random } from '../../protocol-model/random.ts'
import type { JobFeed } from './job-feed.ts'
import type { Publisher } from './publisher.ts'

/** When a kill comes: at a sign of progress and a little later, so that kills land in each phase of an event's way. */
interface Moment {
  /** The sign: a change of a job. */
  readonly sign?: (job: Job) => boolean
  /** The kill comes at a random time within so many milliseconds after it. */
  readonly spreadMs: number
}

const is = (...states: string[]) => {
  return (job: Job) => states.includes(job.state)
}

const MOMENTS = {
  /** A publisher's call is on its way. */
  intake: { spreadMs: 8 },
  prepare: { sign: is('preparing'), spreadMs: 5 },
  /** From the claim of a short job to what comes after its commit. */
  attempt: { sign: is('preparing'), spreadMs: 150 },
  module: { sign: is('running'), spreadMs: 60 },
  /** A large one, file by file and part by part. */
  commit: { sign: is('committing'), spreadMs: 100 },
  relay: { sign: is('succeeded'), spreadMs: 3 },
  join: { sign: (job) => job.join !== undefined && job.state !== 'waiting', spreadMs: 40 },
  /** And once more before the next server is ready. */
  startup: { spreadMs: 100 },
  anytime: { spreadMs: 500 },
} satisfies Record<string, Moment>

export type Phase = keyof typeof MOMENTS

export const PHASES = Object.keys(MOMENTS) as Phase[]

/** A sign that doesn't come in this time is not waited for: there may be nothing to do. Milliseconds. */
const SIGN_MS = 1000

/** Returns at the moment of the kill; false if the sign of the phase never came. */
export async function momentOf(
  phase: Phase,
  feed: JobFeed,
  publisher: Publisher,
  random: Random,
): Promise<boolean> {
  const { sign, spreadMs }: Moment = MOMENTS[phase]
  let came = true
  if (phase === 'intake') came = await publisher.sends(SIGN_MS)
  else if (sign !== undefined) came = await feed.next(sign, SIGN_MS)
  // the instant of a kill is what is random here: nothing is waited for
  await pause(random.next() * spreadMs)
  return came
}
