import type { Job__Output } from '../../proto/generated/iteron/v1/Job.ts'
import type { Reason__Output } from '../../proto/generated/iteron/v1/Reason.ts'
import { defineCommand, type Command } from '../command.ts'
import { usageError } from '../errors.ts'
import { filterOptions, pagingOptions, wholeNumber, wordsOf } from '../options.ts'
import { printList } from '../output/list.ts'
import { pairs, printLine, printRecord, section } from '../output/record.ts'
import { count, duration, expiredText, isoTime, localTime, oneLine } from '../output/text.ts'
import { pagesOf } from '../pages.ts'
import type { Session } from '../session.ts'
import { ATTEMPT_COLUMNS, JOB_LIST, JOB_STATES, jobDetailJson, jobJson } from '../views/job.ts'

const JOB = { job: { type: 'string', demandOption: true, describe: 'Id, or the beginning of one.' } } as const

const list = defineCommand({
  usage: 'list',
  describe: 'Jobs, newest first',
  options: {
    ...filterOptions,
    state: {
      type: 'string',
      array: true,
      coerce: wordsOf('state', JOB_STATES),
      describe: `Only in these states: ${JOB_STATES.join(', ')}.`,
    },
    event: { type: 'string', describe: 'Only of this event: id, or the beginning of one.' },
    ...pagingOptions,
  },
  run: async (session, args) => {
    const pages = pagesOf(session, args, async (pageSize, pageToken) => {
      const answer = await session.server.call('jobs', 'ListJobs', {
        pageSize,
        pageToken,
        module: args.module,
        states: args.state ?? [],
        type: args.type,
        correlationId: args['correlation-id'],
        sinceMs: args.since,
        event: args.event,
      })
      return { items: answer.jobs, next: answer.nextPageToken }
    })
    await printList(session, pages, JOB_LIST)
    return undefined
  },
})

const get = defineCommand({
  usage: 'get <job>',
  describe: 'One job with its attempts',
  positionals: JOB,
  run: async (session, { job }) => {
    const found = await session.server.call('jobs', 'GetJob', { job })
    await printRecord(session, jobDetailJson(found), () => describeJob(session, found))
    return undefined
  },
})

function describeJob(session: Session, job: Job__Output): string {
  const text = pairs([
    ['id', job.id],
    ['module', `${job.module} (version ${job.moduleVersion || 'not chosen yet'})`],
    ['state', job.state],
    ['reason', job.reason],
    ['event', `${job.event} (${job.eventType})`],
    ['trace', job.correlationId],
    ['join', job.join],
    ['created', localTime(job.createdAtMs)],
    ['due', localTime(job.dueAtMs)],
    ['ended', localTime(job.endedAtMs)],
    ['failure', job.failure?.message],
    ['what to do', job.failure?.hint],
    ['expired', expiredText(job.expiredAtMs, 'attempts and logs')],
    ['artifacts', job.artifacts.join(' ')],
  ])
  return text + section(session, 'Attempts', ATTEMPT_COLUMNS, job.attemptList) + ledgerText(session, job)
}

function ledgerText(session: Session, job: Job__Output): string {
  const last = job.attemptList.at(-1)
  const stages = last?.ledger?.stages ?? []
  const columns = [
    { title: 'stage', value: (stage: (typeof stages)[number]) => stage.stage },
    { title: 'took', value: (stage: (typeof stages)[number]) => duration(stage.toMs - stage.fromMs) },
  ]
  return section(session, `Time of attempt ${last?.number ?? 0}`, columns, stages)
}

const watch = defineCommand({
  usage: 'watch [job..]',
  describe: 'Jobs as they are, then each change; named ones until they end',
  positionals: {
    job: { type: 'string', array: true, describe: 'Ids; without any, all that the options choose.' },
  },
  options: {
    module: filterOptions.module,
    type: filterOptions.type,
    'correlation-id': filterOptions['correlation-id'],
    'until-final': { type: 'boolean', describe: 'Ends when all of them have ended.' },
  },
  run: async (session, args) => {
    const jobs = args.job ?? []
    const changes = session.server.stream('jobs', 'WatchJobs', {
      jobs,
      module: args.module,
      type: args.type,
      correlationId: args['correlation-id'],
      untilFinal: args['until-final'] === true || jobs.length > 0,
      skipFinal: jobs.length === 0 && args['until-final'] !== true,
    })
    for await (const { job } of changes)
      if (job !== null) await printLine(session, jobJson(job), () => describeChange(job))
    return undefined
  },
})

function describeChange(job: Job__Output): string {
  const parts = [localTime(job.updatedAtMs), job.id, job.module.padEnd(16), job.state.padEnd(10)]
  const reason = job.reason === undefined ? '' : oneLine(job.reason)
  return [...parts, reason].join('  ').trimEnd()
}

const logs = defineCommand({
  usage: 'logs <job>',
  describe: 'What the module printed',
  positionals: JOB,
  options: {
    follow: {
      type: 'boolean',
      alias: 'f',
      describe: 'Goes on until the job has ended; with --attempt, until that one has.',
    },
    attempt: {
      type: 'string',
      coerce: wholeNumber('attempt', 1),
      describe: 'Number of the attempt; by default the last.',
    },
    timestamps: { type: 'boolean', describe: 'Each line with its time.' },
  },
  run: async (session, args) => {
    const { job, attempt, follow } = args
    let shown: number | undefined
    for await (const message of session.server.stream('jobs', 'GetJobLogs', { job, attempt, follow })) {
      if (shown !== undefined && shown !== message.attempt) await session.note(`attempt ${message.attempt}`)
      shown = message.attempt
      await printLog(session, message, args.timestamps === true)
    }
    return undefined
  },
})

interface LogPart {
  readonly attempt: number
  readonly lines: readonly { readonly atMs: number; readonly text: string }[]
}

async function printLog(session: Session, { attempt, lines }: LogPart, timestamps: boolean): Promise<void> {
  if (session.format !== 'table') {
    for (const { atMs, text } of lines)
      await printLine(session, { attempt, at: isoTime(atMs), text }, () => text)
    return
  }
  const shown = lines.map(({ atMs, text }) => (timestamps ? `${isoTime(atMs) ?? ''} ${text}\n` : `${text}\n`))
  if (shown.length > 0) await session.print(shown.join(''))
}

const explain = defineCommand({
  usage: 'explain <job>',
  describe: 'Every delay, retry and change with its reason, and what the job waits for',
  positionals: JOB,
  run: async (session, { job }) => {
    const reasons: Reason__Output[] = []
    let pageToken = ''
    let answer
    do {
      answer = await session.server.call('jobs', 'ExplainJob', { job, pageSize: 1000, pageToken })
      reasons.push(...answer.reasons)
      pageToken = answer.nextPageToken
    } while (pageToken !== '')
    const { now, blockedBy, job: found } = answer
    const value = {
      job: found === null ? undefined : jobJson(found),
      now,
      blockedBy,
      reasons: reasons.map(({ atMs, what, why }) => ({ at: isoTime(atMs), what, why })),
    }
    await printRecord(session, value, () => describeReasons(session, found, now, blockedBy, reasons))
    return undefined
  },
})

function describeReasons(
  session: Session,
  job: Job__Output | null,
  now: string,
  blockedBy: readonly string[],
  reasons: readonly Reason__Output[],
): string {
  const head = pairs([
    ['job', job?.id],
    ['module', job?.module],
    ['state', job?.state],
    ['now', now],
    ['blocked by', blockedBy.join(' ')],
  ])
  const columns = [
    { title: 'time', value: (reason: Reason__Output) => localTime(reason.atMs) },
    { title: 'what', value: (reason: Reason__Output) => reason.what },
    { title: 'why', value: (reason: Reason__Output) => reason.why },
  ]
  return head + section(session, 'What happened', columns, reasons)
}

const cancel = defineCommand({
  usage: 'cancel <job>',
  describe: 'Cancel a job, or everything that the event above it caused',
  positionals: JOB,
  options: {
    tree: { type: 'boolean', describe: 'Also everything else under the root of its scope.' },
    reason: { type: 'string', describe: 'For the record.' },
  },
  check: ({ reason }) => {
    if (reason === '') throw usageError('--reason is empty', 'Say why, or leave it out.')
  },
  run: async (session, { job, tree, reason }) => {
    const answer = await session.server.call('jobs', 'CancelJob', { job, tree, reason })
    const value = {
      job: answer.job === null ? undefined : jobJson(answer.job),
      root: answer.root === '' ? undefined : answer.root,
      cancelled: answer.cancelled,
    }
    await printRecord(session, value, () => {
      const state = answer.job === null ? '' : `job ${answer.job.id} is ${answer.job.state}\n`
      return tree === true
        ? `the tree of the event ${answer.root} is being cancelled; open: ${count(answer.cancelled, 'job')}\n${state}`
        : state
    })
    return undefined
  },
})

export const COMMANDS: readonly Command[] = [list, get, watch, logs, explain, cancel]
