import type { ArtifactRecord } from '../../../core/model/artifact.ts'
import type { EventRecord } from '../../../core/model/event.ts'
import type { JobRecord } from '../../../core/model/job.ts'
import type { Records } from './records.ts'

/** The records as they hang together, by names and contents. */
export function accountsOf(records: Records) {
  const family = new Family(records)
  const { events, artifacts, modules, moduleNames, contents, discardedMessages } = records
  const named = new Map(modules.map(({ id, name }) => [id, name]))
  return {
    trees: texts(events.filter(({ job }) => job === undefined).map((event) => family.event(event))),
    uploads: texts(
      artifacts.filter(({ job }) => job === undefined).map((artifact) => family.artifact(artifact)),
    ),
    modules: texts(modules.map(({ name, state, version, spec }) => ({ name, state, version, spec }))),
    names: moduleNames.map(({ id, module }) => `${id} → ${named.get(module) ?? 'nothing'}`).sort(),
    contents: contents.map(({ id, state, size }) => `${id} ${state} ${String(size)}`).sort(),
    discarded: discardedMessages.map(({ event, why }) => `${event?.id ?? ''}: ${why}`).sort(),
  }
}

class Family {
  readonly #records: Records

  constructor(records: Records) {
    this.#records = records
  }

  event(event: EventRecord): object {
    const { type, data, dataAt, files, filesAt, state, routes = [], children, reason, cancelReason } = event
    return {
      ...(event.job === undefined && event.redriveOf === undefined ? { id: event.eventId } : {}),
      copy: event.redriveOf !== undefined,
      type,
      data: dataAt?.digest ?? data,
      files: filesAt?.digest ?? files.map(({ path, digest, size }) => [path, digest, size]),
      state,
      routes: routes.map(({ name, wanted, join }) => [name, wanted, join]),
      children,
      reason: reason === undefined ? undefined : 'none takes it',
      cancelReason,
      // each delivery of the other content counts, and a delivery that wasn't settled comes again
      conflict: (event.conflicts ?? 0) > 0,
      jobs: sorted(this.#records.jobs.filter((job) => job.event === event.id).map((job) => this.#job(job))),
    }
  }

  artifact({ id, slot, producer, files, bytes, deletedAt }: ArtifactRecord): object {
    const entries = this.#records.manifests
      .filter((part) => part.artifact === id)
      .flatMap((part) => part.files)
    const list = entries.map(({ path, digest, size }) => [path, digest, size])
    return { slot, producer, files, bytes, isDeleted: deletedAt !== undefined, list }
  }

  #job(job: JobRecord): object {
    const { events, artifacts, attempts, used } = this.#records
    const ended = attempts.filter((attempt) => attempt.job === job.id)
    const committed = ended.filter(({ number }) => number === job.committed)
    return {
      module: job.moduleName,
      join: job.join,
      state: job.state,
      // an attempt that was lost before its job was cancelled left its failure there
      failure: job.state === 'cancelled' ? undefined : job.failure?.class,
      tries: job.tries,
      children: job.children,
      succeeded: ended.filter(({ state }) => state === 'succeeded').length,
      insights: committed.map(({ insights }) => insights),
      used: used.filter((edge) => edge.job === job.id).length,
      artifacts: sorted(artifacts.filter((one) => one.job === job.id).map((one) => this.artifact(one))),
      events: sorted(events.filter((one) => one.job === job.id).map((one) => this.event(one))),
    }
  }
}

function sorted(list: object[]): object[] {
  return list
    .map((one) => [JSON.stringify(one), one] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one)
}

function texts(list: object[]): string[] {
  return list.map((one) => JSON.stringify(one)).sort()
}
