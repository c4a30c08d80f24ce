import type { ArtifactRecord } from '../core/model/artifact.ts'
import type { LineageStart } from '../core/catalog/lineage.ts'
import type { LineageNode, LineageRecord } from '../core/model/lineage.ts'
import { codeOf } from '../core/errors.ts'
import { present } from '../core/model/present.ts'
import type { LineageEdge } from '../proto/generated/iteron/v1/LineageEdge.ts'
import type { LineageNode as NodeMessage } from '../proto/generated/iteron/v1/LineageNode.ts'
import type { LineageServiceHandlers } from '../proto/generated/iteron/v1/LineageService.ts'
import type { QueryLineageRequest__Output } from '../proto/generated/iteron/v1/QueryLineageRequest.ts'
import type { Calls } from './calls.ts'
import type { ApiContext } from './context.ts'
import { invalid, notFound } from './errors.ts'
import { pageOf, readToken, writeToken } from './paging.ts'
import { z } from 'zod'

const DIGEST = /^sha256:[0-9a-f]{64}$/
const MOST_HOLDERS = 1000
/** More than elsewhere, since each page walks again what those before it have walked. */
const LARGEST_PAGE = 5000
/** A page ends when it is so large: clients take 4 MiB unless they are told otherwise. Bytes. */
const MOST_BYTES = 2 * 1024 * 1024
/** Of a node, besides its text; with its edge. */
const NODE_BYTES = 200
const positionSchema = z.strictObject({ skip: z.number().int().positive() })

/** `iteron.v1.LineageService`. */
export function lineageService(context: ApiContext, calls: Calls): LineageServiceHandlers {
  return { QueryLineage: calls.unary((request, signal) => query(context, request, signal)) }
}

/**
 * A page begins where the one before ended: the walk is made again up to there, which costs reads but no memory on the
 * server.
 */
async function query(context: ApiContext, request: QueryLineageRequest__Output, signal: AbortSignal) {
  const { direction, depth } = request
  if (direction !== 'up' && direction !== 'down')
    throw invalid(`direction ${JSON.stringify(direction)} is neither up nor down`)
  if (depth < 0) throw invalid(`depth ${depth} is negative`)
  const { limit, after } = pageOf(request, LARGEST_PAGE)
  const skip = after === undefined ? 0 : readToken(after, positionSchema).skip
  const starts = await startsOf(context, request.subject)
  const walk = context.catalog.lineage.walk(starts, direction, depth === 0 ? Infinity : depth)
  const answer = new LineagePage(direction, starts)
  let [n, bytes] = [0, 0]
  for await (const node of walk) {
    signal.throwIfAborted()
    if (n === skip + limit || bytes > MOST_BYTES)
      return { ...answer.message(), nextPageToken: writeToken({ skip: n }) }
    n += 1
    if (n > skip) bytes += answer.add(node)
    else answer.pass(node)
  }
  return { ...answer.message(), nextPageToken: '' }
}

/** What a subject means: NOT_FOUND if nothing has the name, INVALID_ARGUMENT if several things have. */
async function startsOf({ catalog }: ApiContext, subject: string): Promise<LineageStart[]> {
  if (subject === '')
    throw invalid(
      'no subject is given',
      'Give the id of an artifact, event or job, a digest, or ARTIFACT:PATH.',
    )
  if (DIGEST.test(subject)) {
    const { documents } = await catalog.artifacts.withDigest(subject, { limit: MOST_HOLDERS })
    const starts = documents.flatMap((part) => {
      const file = part.files.find((one) => one.digest === subject)
      return file === undefined ? [] : [{ kind: 'artifact' as const, id: part.artifact, path: file.path }]
    })
    if (starts.length === 0) throw notFound(`no artifact holds ${subject}`)
    return starts
  }
  const colon = subject.indexOf(':')
  const artifact = colon > 0 ? await found(catalog.artifacts.resolve(subject.slice(0, colon))) : undefined
  if (artifact !== undefined) {
    const { path } = await catalog.artifacts.file(artifact.id, subject.slice(colon + 1))
    return [{ kind: 'artifact', id: artifact.id, path }]
  }
  return [await nodeNamed(catalog, subject)]
}

async function nodeNamed(catalog: ApiContext['catalog'], text: string): Promise<LineageStart> {
  const named = await Promise.all([
    found(catalog.artifacts.resolve(text)).then((one) => startAt('artifact', one)),
    found(catalog.jobs.resolve(text)).then((one) => startAt('job', one)),
    found(catalog.events.resolve(text)).then((one) => startAt('event', one)),
  ])
  const starts = named.filter((start) => start !== undefined)
  const [only] = starts
  if (only === undefined) throw notFound(`there is no artifact, job or event ${JSON.stringify(text)}`)
  if (starts.length > 1) {
    const names = starts.map(({ kind, id }) => `${kind} ${id}`).join(', ')
    throw invalid(`${JSON.stringify(text)} is the beginning of several ids: ${names}`, 'Give more of the id.')
  }
  return only
}

function startAt(kind: LineageStart['kind'], record: { id: string } | undefined): LineageStart | undefined {
  return record === undefined ? undefined : { kind, id: record.id }
}

async function found<T>(lookup: Promise<T>): Promise<T | undefined> {
  try {
    return await lookup
  } catch (error) {
    if (codeOf(error) === 'NOT_FOUND') return undefined
    throw error
  }
}

/** What an edge is, whichever way it was walked. */
const EDGES: Readonly<Record<string, string>> = {
  'generated by': 'generated',
  generated: 'generated',
  'raised by': 'raised',
  raised: 'raised',
  took: 'took',
  'taken by': 'took',
  used: 'used',
  'used by': 'used',
  collected: 'collected',
  'collected by': 'collected',
  'passes on': 'carried',
  'passed on by': 'carried',
  'copy of': 'copied',
  'copied as': 'copied',
}

/** The nodes of one page with their edges; knows the kinds of all nodes that were met. */
class LineagePage {
  readonly #direction: 'up' | 'down'
  readonly #starts: readonly LineageStart[]
  readonly #kinds = new Map<string, string>()
  readonly #nodes: NodeMessage[] = []
  readonly #edges: LineageEdge[] = []

  constructor(direction: 'up' | 'down', starts: readonly LineageStart[]) {
    this.#direction = direction
    this.#starts = starts
  }

  /** A node of a page before. */
  pass({ of }: LineageNode): void {
    this.#kinds.set(of.record.id, of.kind)
  }

  /** Returns about how many bytes it takes. */
  add(node: LineageNode): number {
    this.pass(node)
    const { of, label, depth, at, via, relation } = node
    const { kind } = of
    const { id } = of.record
    const key = `${kind}:${id}`
    const start = depth === 0 ? this.#starts.find((one) => one.kind === kind && one.id === id) : undefined
    const attributes = { ...attributesOf(of), ...present({ file: start?.path }) }
    this.#nodes.push({ key, kind, id, label, depth, atMs: Math.round(at), attributes })
    const bytes = NODE_BYTES + Buffer.byteLength(JSON.stringify([label, attributes]))
    if (via === undefined) return bytes
    const other = `${this.#kinds.get(via) ?? ''}:${via}`
    const [from, to] = this.#direction === 'up' ? [key, other] : [other, key]
    this.#edges.push({ from, to, kind: EDGES[relation ?? ''] ?? relation ?? '' })
    return bytes
  }

  message() {
    return { nodes: this.#nodes, edges: this.#edges }
  }
}

function attributesOf(of: LineageRecord): Record<string, string> {
  if (of.kind === 'artifact') return artifactAttributes(of.record)
  if (of.kind === 'event') {
    const { eventId, source, type } = of.record
    return { id: eventId, source, type }
  }
  const { moduleName, module, moduleVersion, state } = of.record
  return {
    module: moduleName,
    module_id: module,
    version: String(moduleVersion),
    state,
    ...present({ digest: of.digest }),
  }
}

function artifactAttributes(artifact: ArtifactRecord): Record<string, string> {
  const { path, producer, files, bytes, deletedAt } = artifact
  return {
    path,
    producer,
    files: String(files),
    bytes: String(bytes),
    ...(deletedAt === undefined ? {} : { deleted_at_ms: String(Math.round(deletedAt)) }),
  }
}
