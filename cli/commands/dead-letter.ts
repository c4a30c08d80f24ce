import type { DeadLetter__Output } from '../../proto/generated/iteron/v1/DeadLetter.ts'
import type { Request } from '../remote.ts'
import type { DeadLetterFilter as FilterMessage } from '../../proto/generated/iteron/v1/DeadLetterFilter.ts'
import type { DeadLetterResult__Output } from '../../proto/generated/iteron/v1/DeadLetterResult.ts'
import { defineCommand, type Command } from '../command.ts'
import { CliError, usageError } from '../errors.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { filterOptions, pagingOptions, wordsOf } from '../options.ts'
import { printList, type ListView } from '../output/list.ts'
import { hasColours, pairs, printRecord } from '../output/record.ts'
import { table } from '../output/table.ts'
import { count, isoTime, localTime } from '../output/text.ts'
import { pagesOf } from '../pages.ts'
import type { Session } from '../session.ts'
import { jobDetailJson, jobJson } from '../views/job.ts'
import { reportOutcome, waitForEvent } from '../wait-progress.ts'

type DeadLetterFilter = Request<FilterMessage>

const STATES = ['failed', 'discarded'] as const
const KINDS = ['job', 'message'] as const

const filters = {
  ...filterOptions,
  kind: {
    type: 'string',
    coerce: (value: unknown) => wordsOf('kind', KINDS)(value)?.[0],
    describe: 'Only jobs, or only messages: job or message.',
  },
} as const

const state = {
  type: 'string',
  coerce: (value: unknown) => wordsOf('state', STATES)(value)?.[0],
  describe: 'failed (the default) or discarded.',
} as const

interface FilterArgs {
  readonly module: string | undefined
  readonly type: string | undefined
  readonly 'correlation-id': string | undefined
  readonly since: number | undefined
  readonly kind: string | undefined
}

function filterOf(args: FilterArgs): DeadLetterFilter {
  return {
    module: args.module,
    type: args.type,
    correlationId: args['correlation-id'],
    sinceMs: args.since,
    kind: args.kind,
  }
}

function deadLetterJson(letter: DeadLetter__Output): object {
  return {
    id: letter.id,
    kind: letter.kind,
    state: letter.state,
    reason: letter.reason,
    at: isoTime(letter.atMs),
    type: letter.type,
    event: letter.event,
    module: letter.module,
    correlationid: letter.correlationId,
    message: letter.message,
  }
}

const DEAD_LETTER_LIST: ListView<DeadLetter__Output> = {
  json: (letter) => ({
    ...deadLetterJson(letter),
    job: letter.job === null ? undefined : jobJson(letter.job),
  }),
  columns: [
    { title: 'id', value: (letter) => letter.id },
    { title: 'kind', value: (letter) => letter.kind },
    { title: 'state', value: (letter) => letter.state },
    { title: 'module', value: (letter) => letter.module },
    { title: 'type', value: (letter) => letter.type },
    { title: 'since', value: (letter) => localTime(letter.atMs) },
    { title: 'reason', value: (letter) => letter.reason },
  ],
  none: 'no dead letters',
}

const list = defineCommand({
  usage: 'list',
  describe: 'Dead letters, newest first',
  options: { ...filters, state, ...pagingOptions },
  run: async (session, args) => {
    const filter = { ...filterOf(args), state: args.state }
    const pages = pagesOf(session, args, async (pageSize, pageToken) => {
      const request = { pageSize, pageToken, filter }
      const answer = await session.server.call('deadLetters', 'ListDeadLetters', request)
      return { items: answer.deadLetters, next: answer.nextPageToken }
    })
    await printList(session, pages, DEAD_LETTER_LIST)
    return undefined
  },
})

const get = defineCommand({
  usage: 'get <id>',
  describe: 'One dead letter with its cause',
  positionals: { id: { type: 'string', demandOption: true, describe: 'Id, or the beginning of one.' } },
  run: async (session, { id }) => {
    const letter = await session.server.call('deadLetters', 'GetDeadLetter', { deadLetter: id })
    const job = letter.job === null ? undefined : jobDetailJson(letter.job)
    await printRecord(session, { ...deadLetterJson(letter), job }, () =>
      pairs([
        ['id', letter.id],
        ['kind', letter.kind],
        ['state', letter.state],
        ['reason', letter.reason],
        ['since', localTime(letter.atMs)],
        ['module', letter.module],
        ['event', letter.event],
        ['type', letter.type],
        ['trace', letter.correlationId],
        ['attempts', letter.job?.attempts],
        ['what to do', letter.job?.failure?.hint],
        ['message', letter.message],
      ]),
    )
    return undefined
  },
})

const IDS = { id: { type: 'string', array: true, describe: 'Ids, or the beginnings of them.' } } as const
const choice = {
  ...filters,
  all: { type: 'boolean', describe: 'All of them.' },
  'dry-run': { type: 'boolean', describe: 'Only says what would be done.' },
} as const

interface ChoiceArgs extends FilterArgs {
  readonly id: string[] | undefined
  readonly all: boolean | undefined
}

/** Ids, filters or --all: nothing is chosen by leaving everything out. */
function checkChoice(args: ChoiceArgs): void {
  const filtered = Object.values(filterOf(args)).some((value) => value !== undefined)
  const named = (args.id ?? []).length > 0
  if (named && (filtered || args.all === true))
    throw usageError('ids and filters were given together', 'Give ids, or a filter, or --all.')
  if (!named && !filtered && args.all !== true)
    throw usageError('nothing was chosen', 'Give ids, or a filter such as --module, or --all.')
}

function chosen(args: ChoiceArgs): { deadLetters: string[]; filter?: DeadLetterFilter } {
  return args.id !== undefined && args.id.length > 0
    ? { deadLetters: args.id }
    : { deadLetters: [], filter: filterOf(args) }
}

const redrive = defineCommand({
  usage: 'redrive [id..]',
  describe: "Run failed jobs again with their module's current version, publish messages anew",
  positionals: IDS,
  options: { ...choice, wait: { type: 'boolean', describe: 'Waits until all of it is at rest.' } },
  check: checkChoice,
  run: async (session, args) => {
    const dryRun = args['dry-run'] === true
    const request = { ...chosen(args), dryRun }
    const answer = await session.server.call('deadLetters', 'RedriveDeadLetters', request)
    await report(session, answer, dryRun ? 'would be redriven' : 'redriven')
    if (args.wait === true && !dryRun) return await waitForRoots(session, answer.results)
    return undefined
  },
})

async function waitForRoots(
  session: Session,
  results: readonly DeadLetterResult__Output[],
): Promise<ExitCode> {
  const roots = new Set(results.flatMap(({ done, root }) => (done && root !== undefined ? [root] : [])))
  const outcomes = []
  for (const root of roots) outcomes.push(await waitForEvent(session, root))
  const failed = outcomes.find(({ verdict }) => verdict !== 'succeeded')
  const [first] = outcomes
  const told = failed ?? first
  return told === undefined ? EXIT.done : await reportOutcome(session, told)
}

const discard = defineCommand({
  usage: 'discard [id..]',
  describe: 'Give them up; they stay to be seen with --state discarded',
  positionals: IDS,
  options: { ...choice, reason: { type: 'string', describe: 'For the record.' } },
  check: checkChoice,
  run: async (session, args) => {
    const dryRun = args['dry-run'] === true
    const request = { ...chosen(args), dryRun, reason: args.reason }
    const answer = await session.server.call('deadLetters', 'DiscardDeadLetters', request)
    await report(session, answer, dryRun ? 'would be discarded' : 'discarded')
    return undefined
  },
})

interface Answer {
  readonly results: readonly DeadLetterResult__Output[]
  readonly done: number
  readonly refused: number
}

/** Prints what was done with each; a refusal is an error. */
async function report(session: Session, { results, done, refused }: Answer, verb: string): Promise<void> {
  const value = {
    done,
    refused,
    results: results.map((result) => ({
      id: result.id,
      kind: result.kind,
      done: result.done,
      reason: result.reason,
      root: result.root,
    })),
  }
  await printRecord(session, value, () => {
    const columns = [
      { title: 'id', value: (result: DeadLetterResult__Output) => result.id },
      { title: 'kind', value: (result: DeadLetterResult__Output) => result.kind },
      { title: 'done', value: (result: DeadLetterResult__Output) => (result.done ? verb : 'refused') },
      { title: 'reason', value: (result: DeadLetterResult__Output) => result.reason },
    ]
    const listed = results.length === 0 ? '' : table(columns, results, hasColours(session))
    return `${listed}${count(done, 'dead letter')} ${verb}\n`
  })
  if (refused > 0)
    throw new CliError(
      EXIT.refused,
      'FAILED_PRECONDITION',
      `${count(refused, 'dead letter')} could not be: ${results.find((result) => !result.done)?.reason ?? 'see the list'}`,
      '`iteron dead-letter get ID` shows what each of them is.',
    )
}

export const COMMANDS: readonly Command[] = [list, get, redrive, discard]
