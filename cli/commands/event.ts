import { defineCommand, type Command } from '../command.ts'
import { usageError } from '../errors.ts'
import { filterOptions, pagingOptions, wholeNumber, wordsOf } from '../options.ts'
import { printList, type ListView } from '../output/list.ts'
import { pairs, printRecord, section } from '../output/record.ts'
import { byteSize, expiredText, localTime } from '../output/text.ts'
import { pagesOf } from '../pages.ts'
import type { Event__Output } from '../../proto/generated/iteron/v1/Event.ts'
import { checkPublish, publishAndReport, publishOptions } from '../publish.ts'
import type { Session } from '../session.ts'
import { EVENT_LIST, EVENT_STATES, eventDetailJson } from '../views/event.ts'
import { jobJson } from '../views/job.ts'
import { reportOutcome, waitForEvent } from '../wait-progress.ts'

const EVENT = {
  event: { type: 'string', demandOption: true, describe: 'Id, or the beginning of one.' },
} as const

/** Ion's commands took a broker's address; ours ask the server. */
const ionBroker = {
  'amqp-connection-string': { type: 'string', hidden: true, describe: "Ion's; refused." },
} as const

function refuseBroker(args: { 'amqp-connection-string': string | undefined }): void {
  if (args['amqp-connection-string'] !== undefined)
    throw usageError(
      '--amqp-connection-string is not taken: events go through the server, not straight to a broker',
      'Leave it out, and name the server with --endpoint. The broker is chosen by `iteron up --bus URL`.',
    )
}

const publish = defineCommand({
  usage: 'publish <type>',
  describe: 'Publish an event; prints its id when it is durable',
  positionals: { type: { type: 'string', demandOption: true, describe: 'Event type.' } },
  options: publishOptions,
  check: checkPublish,
  run: async (session, args) =>
    await publishAndReport(session, {
      ...args,
      correlationId: args['correlation-id'],
      source: args.source,
    }),
})

const create = defineCommand({
  usage: 'create',
  describe: "The same with Ion's flags",
  options: {
    'event-type': { type: 'string', demandOption: true, describe: 'Event type.' },
    'event-name': { type: 'string', describe: 'Who publishes it: the source.', default: 'test_event' },
    'event-id': { type: 'string', describe: 'Its id; by default a new one.' },
    'parent-event-id': { type: 'string', describe: 'Id of the event that led to it.' },
    ...ionBroker,
    data: publishOptions.data,
    file: publishOptions.file,
    'correlation-id': publishOptions['correlation-id'],
    wait: publishOptions.wait,
  },
  check: (args) => {
    refuseBroker(args)
    checkPublish({ type: args['event-type'], id: args['event-id'], data: args.data, file: args.file })
  },
  run: async (session, args) =>
    await publishAndReport(session, {
      type: args['event-type'],
      id: args['event-id'],
      source: args['event-name'],
      causationId: args['parent-event-id'],
      correlationId: args['correlation-id'],
      data: args.data,
      file: args.file,
      wait: args.wait,
    }),
})

const list = defineCommand({
  usage: 'list',
  describe: 'Events, newest first',
  options: {
    ...filterOptions,
    module: { type: 'string', describe: 'Only those that jobs of this module raised: id or name.' },
    state: {
      type: 'string',
      coerce: (value: unknown) => wordsOf('state', EVENT_STATES)(value)?.[0],
      describe: `Only in this state: ${EVENT_STATES.join(', ')}.`,
    },
    ...pagingOptions,
  },
  run: async (session, args) => {
    const pages = pagesOf(session, args, async (pageSize, pageToken) => {
      const answer = await session.server.call('events', 'ListEvents', {
        pageSize,
        pageToken,
        type: args.type,
        state: args.state,
        correlationId: args['correlation-id'],
        sinceMs: args.since,
        module: args.module,
      })
      return { items: answer.events, next: answer.nextPageToken }
    })
    await printList(session, pages, EVENT_LIST)
    return undefined
  },
})

const get = defineCommand({
  usage: 'get <event>',
  describe: 'One event with its data, files and takers; never consumes it',
  positionals: EVENT,
  options: ionBroker,
  check: refuseBroker,
  run: async (session, { event }) => {
    const found = await session.server.call('events', 'GetEvent', { event })
    await printRecord(session, eventDetailJson(found), () => describeEvent(session, found))
    return undefined
  },
})

function describeEvent(session: Session, event: Event__Output): string {
  const head = pairs([
    ['id', event.id],
    ['type', event.type],
    ['source', event.source],
    ['time', event.time],
    ['state', event.state],
    ['reason', event.reason],
    ['cancelled', event.cancelled],
    ['trace', event.correlationId],
    ['caused by', event.causationId],
    ['job', event.job],
    ['redrive of', event.redriveOf],
    ['conflicts', conflictsText(event.conflicts)],
    ['accepted', localTime(event.acceptedAtMs)],
    ['jobs', event.jobs],
    ['expired', expiredText(event.expiredAtMs, 'data and files')],
    ['data', event.dataJson],
  ])
  const files = section(session, 'Files', FILES, event.files)
  return head + files + section(session, 'Modules', ROUTES, event.routes)
}

function conflictsText(conflicts: number): string | undefined {
  return conflicts === 0
    ? undefined
    : `its id came ${conflicts} more times with other content, which was not taken`
}

const FILES = [
  { title: 'path', value: (file: Event__Output['files'][number]) => file.path },
  { title: 'size', value: (file: Event__Output['files'][number]) => byteSize(file.size) },
  { title: 'artifact', value: (file: Event__Output['files'][number]) => file.artifact },
]

const ROUTES = [
  { title: 'module', value: (route: Event__Output['routes'][number]) => route.name },
  { title: 'taken', value: (route: Event__Output['routes'][number]) => (route.wanted ? 'yes' : 'no') },
  { title: 'reason', value: (route: Event__Output['routes'][number]) => route.reason },
]

const peek = defineCommand({
  usage: 'peek',
  describe: 'The oldest messages that wait on the bus, without taking them',
  options: {
    type: { type: 'string', alias: 'event-type', describe: 'Only of this event type.' },
    'sub-name': { type: 'string', hidden: true, describe: "Ion's; one subscription serves all modules." },
    limit: { type: 'string', coerce: wholeNumber('limit', 1), describe: 'At most so many (10).' },
    ...ionBroker,
  },
  check: refuseBroker,
  run: async (session, { type, limit }) => {
    const { eventsJson } = await session.server.call('events', 'PeekEvents', { type, limit })
    const events = eventsJson.map((text) => JSON.parse(text) as Record<string, unknown>)
    await printList(session, once(events), PEEK_LIST)
    return undefined
  },
})

async function* once<T>(items: readonly T[]): AsyncGenerator<readonly T[], void, void> {
  yield items
}

const PEEK_LIST: ListView<Record<string, unknown>> = {
  json: (event) => event,
  columns: ['id', 'type', 'source', 'time', 'correlationid'].map((title) => ({
    title,
    value: (event) => (typeof event[title] === 'string' ? event[title] : undefined),
  })),
  none: 'nothing waits on the bus',
}

const wait = defineCommand({
  usage: 'wait <event>',
  describe: 'Wait until all that an event caused is at rest; exit 0 if all of it succeeded',
  positionals: EVENT,
  run: async (session, { event }) => {
    const outcome = await waitForEvent(session, event)
    const value = {
      event: outcome.event,
      verdict: outcome.verdict,
      reason: outcome.reason === '' ? null : outcome.reason,
      jobsTotal: outcome.jobsTotal,
      jobs: outcome.jobs.map(jobJson),
    }
    await printRecord(session, value, () => `${outcome.event} ${outcome.verdict}\n`)
    return await reportOutcome(session, outcome)
  },
})

const redrive = defineCommand({
  usage: 'redrive <event>',
  describe: 'Publish a copy under a new id, linked to the old event',
  positionals: EVENT,
  options: { module: { type: 'string', describe: 'Only for this module: id or name.' } },
  run: async (session, { event, module }) => {
    const { event: copy } = await session.server.call('events', 'RedriveEvent', { event, module })
    const value = {
      id: copy?.id,
      source: copy?.source,
      type: copy?.type,
      correlationid: copy?.correlationId,
      modules: copy?.modules,
    }
    await printRecord(session, value, () => `${copy?.id ?? ''}\n`)
    return undefined
  },
})

export const COMMANDS: readonly Command[] = [publish, create, list, get, peek, wait, redrive]
