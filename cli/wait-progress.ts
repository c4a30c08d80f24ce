import type { Outcome__Output } from '../proto/generated/iteron/v1/Outcome.ts'
import type { Progress__Output } from '../proto/generated/iteron/v1/Progress.ts'
import { failure } from './errors.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { count, oneLine } from './output/text.ts'
import type { Session } from './session.ts'

/** Waits until all that an event caused is at rest; progress goes to standard error where that is a terminal. */
export async function waitForEvent(session: Session, event: string): Promise<Outcome__Output> {
  const terminal = session.io.stderr.isTTY === true
  let shown = 0
  const show = (text: string) => {
    session.io.stderr.write(`\r${text.padEnd(shown)}`)
    shown = text.length
  }
  try {
    for await (const { progress, outcome } of session.server.stream('events', 'WaitEvent', { event })) {
      if (outcome !== null) return outcome
      if (terminal && progress !== null) show(describeProgress(progress))
    }
  } finally {
    if (shown > 0) session.io.stderr.write(`\r${' '.repeat(shown)}\r`)
  }
  throw failure(
    `the server ended the wait for ${event} without an outcome`,
    `Ask again: \`iteron event wait ${event}\`.`,
  )
}

function describeProgress(progress: Progress__Output): string {
  const states = Object.entries(progress.jobsByState)
    .filter(([, number]) => number > 0)
    .map(([state, number]) => `${number} ${state}`)
  const blocked = progress.blocked > 0 ? [`${progress.blocked} blocked`] : []
  return [`${count(progress.events, 'event')}, ${count(progress.jobs, 'job')}`, ...states, ...blocked].join(
    ', ',
  )
}

/** The exit code of a wait; a failed one is told on standard error. */
export async function reportOutcome(session: Session, outcome: Outcome__Output): Promise<ExitCode> {
  if (outcome.verdict === 'succeeded') {
    if (session.format === 'table') await session.note(`succeeded: ${count(outcome.jobsTotal, 'job')}`)
    return EXIT.done
  }
  const unsuccessful = outcome.jobs.filter((job) => job.state !== 'succeeded')
  const lines = unsuccessful.slice(0, 10).map((job) => {
    const why = job.failure?.message ?? job.reason
    return `  ${job.module} ${job.id} ${job.state}${why === undefined ? '' : `: ${oneLine(why)}`}`
  })
  const [first] = unsuccessful
  const reason = outcome.reason === '' ? 'not everything succeeded' : outcome.reason
  throw failure(
    [`event ${outcome.event} did not succeed: ${oneLine(reason)}`, ...lines].join('\n'),
    first === undefined
      ? `\`iteron event get ${outcome.event}\` shows what became of it.`
      : `\`iteron job explain ${first.id}\` says why, \`iteron job logs ${first.id}\` what it printed.`,
  )
}
