import type { LineageNode__Output } from '../../proto/generated/iteron/v1/LineageNode.ts'
import { defineCommand, type Command } from '../command.ts'
import { wholeNumber } from '../options.ts'
import { lineageDot, lineageTree, type Direction, type Graph } from '../output/lineage.ts'
import { hasColours, printRecord } from '../output/record.ts'
import { table, type Column } from '../output/table.ts'
import { isoTime, localTime } from '../output/text.ts'
import type { Session } from '../session.ts'

const DEFAULT_LIMIT = 1000
const PAGE_SIZE = 5000

const COLUMNS: readonly Column<LineageNode__Output>[] = [
  { title: 'step', value: (node) => node.depth },
  { title: 'kind', value: (node) => node.kind },
  { title: 'name', value: (node) => node.label },
  { title: 'id', value: (node) => node.id },
  { title: 'when', value: (node) => localTime(node.atMs) },
]

function queryCommand(direction: Direction, describe: string): Command {
  return defineCommand({
    usage: `${direction} <id>`,
    describe,
    positionals: {
      id: {
        type: 'string',
        demandOption: true,
        describe: 'Id of an artifact, event or job, a digest sha256:…, or ARTIFACT:PATH.',
      },
    },
    options: {
      depth: {
        type: 'string',
        coerce: wholeNumber('depth', 1),
        describe: 'At most so many steps (any number).',
      },
      limit: {
        type: 'string',
        coerce: wholeNumber('limit', 1),
        describe: `At most so many nodes (${DEFAULT_LIMIT}).`,
      },
      all: { type: 'boolean', describe: 'All of them, however many.' },
    },
    outputs: ['tree', 'dot'],
    run: async (session, args) => {
      const graph = await query(session, direction, args)
      await printGraph(session, graph, direction)
      return undefined
    },
  })
}

interface QueryArgs {
  readonly id: string
  readonly depth: number | undefined
  readonly limit: number | undefined
  readonly all: boolean | undefined
}

async function query(session: Session, direction: Direction, args: QueryArgs): Promise<Graph> {
  const nodes: Graph['nodes'][number][] = []
  const edges: Graph['edges'][number][] = []
  const limit = args.all === true ? Number.POSITIVE_INFINITY : (args.limit ?? DEFAULT_LIMIT)
  let pageToken = ''
  do {
    const answer = await session.server.call('lineage', 'QueryLineage', {
      subject: args.id,
      direction,
      depth: args.depth,
      pageSize: Math.min(PAGE_SIZE, limit - nodes.length),
      pageToken,
    })
    nodes.push(...answer.nodes)
    edges.push(...answer.edges)
    pageToken = answer.nextPageToken
  } while (pageToken !== '' && nodes.length < limit)
  if (pageToken !== '' && args.limit === undefined)
    await session.note(`(only the first ${nodes.length} nodes; --limit N or --all shows more)`)
  return { nodes, edges }
}

async function printGraph(session: Session, graph: Graph, direction: Direction): Promise<void> {
  if (session.shape === 'tree') await session.print(lineageTree(graph, direction))
  else if (session.shape === 'dot') await session.print(lineageDot(graph))
  else {
    const nodes = graph.nodes.map(({ key, kind, id, label, depth, atMs, attributes }) => ({
      key,
      kind,
      id,
      label,
      depth,
      at: isoTime(atMs),
      attributes,
    }))
    await printRecord(session, { nodes, edges: graph.edges }, () =>
      table(COLUMNS, graph.nodes, hasColours(session)),
    )
  }
}

export const COMMANDS: readonly Command[] = [
  queryCommand('up', 'Where it came from'),
  queryCommand('down', 'What came of it'),
]
