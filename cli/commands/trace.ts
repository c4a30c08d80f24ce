import type { Trace__Output } from '../../proto/generated/iteron/v1/Trace.ts'
import { defineCommand, type Command } from '../command.ts'
import { cliErrorOf } from '../errors.ts'
import { filterOptions, pagingOptions } from '../options.ts'
import { printList, type ListView } from '../output/list.ts'
import { yamlOf } from '../output/record.ts'
import { isoTime, localTime } from '../output/text.ts'
import { pagesOf } from '../pages.ts'
import type { Session } from '../session.ts'

const TRACE_LIST: ListView<Trace__Output> = {
  json: (trace) => ({
    correlationid: trace.correlationId,
    event: trace.event,
    type: trace.type,
    startedAt: isoTime(trace.startedAtMs),
    events: trace.events,
    jobs: trace.jobs,
    jobsByState: trace.jobsByState,
  }),
  columns: [
    { title: 'correlation id', value: (trace) => trace.correlationId },
    { title: 'type', value: (trace) => trace.type },
    { title: 'started', value: (trace) => localTime(trace.startedAtMs) },
    { title: 'events', value: (trace) => trace.events },
    { title: 'jobs', value: (trace) => trace.jobs },
    {
      title: 'states',
      value: (trace) =>
        Object.entries(trace.jobsByState)
          .filter(([, number]) => number > 0)
          .map(([state, number]) => `${number} ${state}`)
          .join(', '),
    },
  ],
  none: 'no traces',
}

const list = defineCommand({
  usage: 'list',
  describe: 'Traces by their first event, newest first',
  options: {
    type: { ...filterOptions.type, describe: 'Only those that began with an event of this type.' },
    'correlation-id': filterOptions['correlation-id'],
    since: filterOptions.since,
    ...pagingOptions,
  },
  run: async (session, args) => {
    const pages = pagesOf(session, args, async (pageSize, pageToken) => {
      const answer = await session.server.call('traces', 'ListTraces', {
        pageSize,
        pageToken,
        type: args.type,
        sinceMs: args.since,
        correlationId: args['correlation-id'],
      })
      return { items: answer.traces, next: answer.nextPageToken }
    })
    await printList(session, pages, TRACE_LIST)
    return undefined
  },
})

const flow = defineCommand({
  usage: 'flow',
  describe: 'All documents of a trace as a JSON array, as Ion gave them',
  options: {
    'correlation-id': {
      type: 'string',
      alias: ['c', 'correlationid'],
      demandOption: true,
      describe: 'Correlation id.',
    },
  },
  run: async (session, args) => {
    const correlationId = args['correlation-id']
    try {
      const { flowJSON } = await session.server.call('ionTraces', 'GetFlow', { correlationID: correlationId })
      await printFlow(session, JSON.parse(flowJSON) as unknown[])
    } catch (error) {
      if (cliErrorOf(error).code !== 'RESOURCE_EXHAUSTED') throw error
      await printPagedFlow(session, correlationId)
    }
    return undefined
  },
})

async function printFlow(session: Session, documents: readonly unknown[]): Promise<void> {
  if (session.format === 'yaml') await session.print(await yamlOf(documents))
  else await session.print(`${JSON.stringify(documents, null, 2)}\n`)
}

/** Too many for one message: page by page, by kind of document and time within it. */
async function printPagedFlow(session: Session, correlationId: string): Promise<void> {
  const pages = pagesOf(session, { all: true }, async (pageSize, pageToken) => {
    const request = { correlationId, pageSize, pageToken }
    const answer = await session.server.call('traces', 'ListFlow', request)
    return { items: answer.documentsJson, next: answer.nextPageToken }
  })
  let before = '[\n'
  for await (const page of pages) {
    if (page.length === 0) continue
    await session.print(before + page.join(',\n'))
    before = ',\n'
  }
  await session.print(before === '[\n' ? '[]\n' : '\n]\n')
}

export const COMMANDS: readonly Command[] = [list, flow]
