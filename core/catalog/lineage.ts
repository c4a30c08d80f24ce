import type { ArtifactRecord, UsedRecord } from '../model/artifact.ts'
import type { EventRecord } from '../model/event.ts'
import type { JobRecord } from '../model/job.ts'
import type { LineageKind, LineageNode, LineageRecord } from '../model/lineage.ts'
import { present } from '../model/present.ts'
import type { ModuleVersionRecord } from '../model/module-spec.ts'
import type { Filter } from '../model/filter.ts'
import type { Document } from '../ports/document-store.ts'
import type { CatalogContext } from './context.ts'

export type Direction = 'up' | 'down'

/** Where a question begins: a node, or one file of an artifact. */
export interface LineageStart {
  readonly kind: LineageKind
  readonly id: string
  readonly path?: string
}

interface Step {
  readonly kind: LineageKind
  readonly id: string
  readonly relation: string
}

const PAGE = 500

/**
 * The graph of what made what. Edges stand in the records themselves: an artifact knows its job, a job its event and
 * what
 * it used, an event its job and its files. A walk is breadth first and meets each node once.
 */
export class Lineage {
  readonly #context: CatalogContext

  constructor(context: CatalogContext) {
    this.#context = context
  }

  /** All nodes upstream or downstream, nearest first, the starts among them at depth 0. */
  async *walk(
    starts: readonly LineageStart[],
    direction: Direction,
    maxDepth = Infinity,
  ): AsyncGenerator<LineageNode> {
    const seen = new Set(starts.map((start) => `${start.kind}/${start.id}`))
    const digests = new Map<string, string | undefined>()
    let frontier: { step: Step; start?: LineageStart; via?: string }[] = starts.map((start) => ({
      step: { ...start, relation: '' },
      start,
    }))
    for (let depth = 0; frontier.length > 0; depth += 1) {
      const next: typeof frontier = []
      for (const { step, start, via } of frontier) {
        const met = await this.#meet(step, digests)
        if (met === undefined) continue
        yield nodeOf(met, step.relation, depth, via, start?.path)
        if (depth >= maxDepth) continue
        for await (const neighbour of this.#neighbours(met, direction, start?.path)) {
          const key = `${neighbour.kind}/${neighbour.id}`
          if (seen.has(key)) continue
          seen.add(key)
          next.push({ step: neighbour, via: step.id })
        }
      }
      frontier = next
    }
  }

  /** `digests`: of the versions of modules that were met, so that each is read once. */
  async #meet(
    { kind, id }: Step,
    digests: Map<string, string | undefined>,
  ): Promise<LineageRecord | undefined> {
    const { store } = this.#context
    if (kind === 'artifact') {
      const artifact = await store.get<ArtifactRecord>('artifacts', id)
      return artifact && { kind, record: artifact }
    }
    if (kind === 'event') {
      const event = await store.get<EventRecord>('events', id)
      return event && { kind, record: event }
    }
    const job = await store.get<JobRecord>('jobs', id)
    if (job === undefined) return undefined
    const version = `${job.module}@${String(job.moduleVersion)}`
    if (!digests.has(version))
      digests.set(version, (await store.get<ModuleVersionRecord>('moduleVersions', version))?.digest)
    return { kind, record: job, ...present({ digest: digests.get(version) }) }
  }

  #neighbours(met: LineageRecord, direction: Direction, path?: string): AsyncIterable<Step> | Iterable<Step> {
    if (direction === 'up') return this.#up(met)
    return met.kind === 'artifact' ? this.#users(met.record.id, path) : this.#down(met.kind, met.record.id)
  }

  #up({ kind, record }: LineageRecord): AsyncIterable<Step> | Iterable<Step> {
    if (kind === 'event') return aboveEvent(record)
    return kind === 'job' ? this.#aboveJob(record) : aboveArtifact(record)
  }

  async *#aboveJob(job: JobRecord): AsyncGenerator<Step> {
    yield { kind: 'event', id: job.event, relation: 'took' }
    for await (const used of this.#each<UsedRecord>('used', { job: job.id })) {
      if (used.event !== job.event) yield { kind: 'event', id: used.event, relation: 'collected' }
      if (used.artifact !== '') yield { kind: 'artifact', id: used.artifact, relation: 'used' }
    }
  }

  async *#down(kind: 'event' | 'job', id: string): AsyncGenerator<Step> {
    if (kind === 'event') {
      for await (const job of this.#each<JobRecord>('jobs', { event: id }, []))
        yield { kind: 'job', id: job.id, relation: 'taken by' }
      for await (const used of this.#each<UsedRecord>('used', { event: id }))
        yield { kind: 'job', id: used.job, relation: 'collected by' }
      return
    }
    for await (const artifact of this.#each<ArtifactRecord>('artifacts', { job: id }, []))
      yield { kind: 'artifact', id: artifact.id, relation: 'generated' }
    for await (const event of this.#each<EventRecord>('events', { job: id }, []))
      yield { kind: 'event', id: event.id, relation: 'raised' }
  }

  /** Jobs that used an artifact; with a path, only those whose event passed that file on. */
  async *#users(artifact: string, path?: string): AsyncGenerator<Step> {
    for await (const used of this.#each<UsedRecord>('used', { artifact })) {
      if (path !== undefined && !(await this.#passesOn(used.event, artifact, path))) continue
      yield { kind: 'job', id: used.job, relation: 'used by' }
    }
  }

  async #passesOn(eventId: string, artifact: string, path: string): Promise<boolean> {
    const event = await this.#context.store.get<EventRecord>('events', eventId)
    // A list that stands in a blob isn't read here: saying too much is better than leaving a user of the file out.
    return (
      event === undefined ||
      event.filesAt !== undefined ||
      event.files.some((file) => file.artifact === artifact && file.path === path)
    )
  }

  async *#each<T extends Document>(
    collection: string,
    filter: Filter,
    fields?: readonly string[],
  ): AsyncGenerator<T> {
    let after: string | undefined
    do {
      const page = await this.#context.store.find<T>(collection, {
        filter,
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
        ...(fields === undefined ? {} : { fields }),
      })
      yield* page.documents
      after = page.next
    } while (after !== undefined)
  }
}

function nodeOf(
  of: LineageRecord,
  relation: string,
  depth: number,
  via?: string,
  path?: string,
): LineageNode {
  const label = path === undefined ? labelOf(of) : `${labelOf(of)}:${path}`
  const at = of.kind === 'event' ? of.record.storedAt : of.record.createdAt
  return via === undefined ? { of, depth, label, at } : { of, depth, label, at, via, relation }
}

function labelOf(of: LineageRecord): string {
  if (of.kind === 'artifact')
    return `${of.record.path}${of.record.deletedAt === undefined ? '' : ' (deleted)'}`
  if (of.kind === 'event') return `${of.record.type} ${of.record.eventId}`
  const { moduleName, moduleVersion, state } = of.record
  const digest = of.digest === undefined ? '' : ` ${of.digest.slice(0, 19)}`
  return `${moduleName}@${String(moduleVersion)}${digest} ${state}`
}

function* aboveArtifact({ job }: ArtifactRecord): Generator<Step> {
  if (job !== undefined) yield { kind: 'job', id: job, relation: 'generated by' }
}

function* aboveEvent(event: EventRecord): Generator<Step> {
  if (event.job !== undefined) yield { kind: 'job', id: event.job, relation: 'raised by' }
  if (event.redriveOf !== undefined) yield { kind: 'event', id: event.redriveOf, relation: 'copy of' }
  for (const artifact of new Set(event.files.map((file) => file.artifact))) {
    yield { kind: 'artifact', id: artifact, relation: 'passes on' }
  }
}
