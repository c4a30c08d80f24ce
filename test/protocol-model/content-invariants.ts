import type { ArtifactRecord, ManifestEntry, ManifestPart } from '../../core/model/artifact.ts'
import type { AttemptTask } from '../../core/model/attempt-task.ts'
import type { EventRecord, FileRef } from '../../core/model/event.ts'
import type { JobRecord } from '../../core/model/job.ts'
import { isClosed, isLive } from '../../core/model/transition.ts'
import type { Document } from '../../core/ports/document-store.ts'
import type { World } from './world.ts'

/** What must hold at every moment of files and of those who need them. */
export class ContentInvariants {
  readonly #world: World
  /** By key: the pieces of manifests that hold it, by id. */
  readonly #holders = new Map<string, Map<string, ManifestPart>>()

  constructor(world: World) {
    this.#world = world
    world.records.observe((collection, before, after) => {
      this.#changed(collection, before, after)
    })
    world.gone.push((key) => {
      for (const part of this.#holders.get(key)?.values() ?? []) this.#mustHave(part)
    })
    world.processes.started.push((task) => {
      this.#begun(task)
    })
  }

  #changed(collection: string, before: Document | undefined, after: Document | undefined): void {
    if (collection === 'manifests')
      this.#manifest(before as ManifestPart | undefined, after as ManifestPart | undefined)
    if (collection === 'artifacts')
      this.#artifact(before as ArtifactRecord | undefined, after as ArtifactRecord)
    if (collection === 'jobs' && before === undefined) this.#inserted(after as JobRecord)
  }

  #manifest(before: ManifestPart | undefined, after: ManifestPart | undefined): void {
    if (before !== undefined) for (const { key } of before.files) this.#holders.get(key)?.delete(before.id)
    if (after === undefined) return
    for (const { key } of after.files)
      this.#holders.set(key, (this.#holders.get(key) ?? new Map<string, ManifestPart>()).set(after.id, after))
    this.#mustHave(after)
  }

  #isRemoved(artifact: string): boolean {
    return (
      (this.#world.records.of('artifacts').get(artifact) as ArtifactRecord | undefined)?.removing === true
    )
  }

  /** All files of whatever isn't deleted for good are there, with the bytes of their digests. */
  #mustHave({ artifact, files }: ManifestPart): void {
    if (this.#isRemoved(artifact)) return
    const missing = files.find((file) => !this.#isThere(file))
    if (missing !== undefined)
      this.#world.problem('a file of an artifact is gone', `${missing.path} of ${artifact}: ${missing.key}`)
  }

  #isThere({ key, digest }: Pick<ManifestEntry, 'key' | 'digest'>): boolean {
    return this.#world.stored.get(key)?.digest === digest
  }

  #artifact(before: ArtifactRecord | undefined, after: ArtifactRecord): void {
    if (before?.removing === true && after.removing !== true)
      this.#world.problem('a deleted artifact came back', after.id)
    if (before?.removing === true || after.removing !== true) return
    for (const event of this.#world.records.events()) {
      if (!artifactsOf(event).includes(after.id)) continue
      const user = this.#userOf(event)
      if (user !== undefined)
        this.#world.problem('an artifact is removed that somebody needs', `${after.id}: ${user}`)
    }
  }

  /** Looked up without the code under test. An event that isn't routed yet is refused when it is. */
  #userOf(event: EventRecord): string | undefined {
    const { records } = this.#world
    const open = records
      .jobs()
      .filter((job) => !isClosed(job.state))
      .find((job) => job.event === event.id || (job.join !== undefined && event.scopes.includes(job.event)))
    if (open !== undefined) return `the job ${open.moduleName} ${open.id}, ${open.state}`
    const unborn = [event.id, ...event.scopes]
      .map((id) => records.event(id))
      .find((one) => one?.state === 'routed' && one.routes?.some(({ wanted }) => wanted) === true)
    return unborn === undefined ? undefined : `the event ${unborn.type} ${unborn.id}, ${unborn.state}`
  }

  #inserted(job: JobRecord): void {
    const event = this.#world.records.event(job.event)
    if (event?.expiredAt !== undefined)
      this.#world.problem('a job was made of an event that had expired', `${job.moduleName} ${job.id}`)
    const removed = event === undefined ? undefined : artifactsOf(event).find((id) => this.#isRemoved(id))
    if (removed !== undefined)
      this.#world.problem('a job was made whose files are deleted', `${job.moduleName} ${job.id}: ${removed}`)
  }

  /** What it is given is there: its event's files, or those of all events of its scope. */
  #begun(task: AttemptTask): void {
    const { records } = this.#world
    const job = records.job(task.job)
    if (job?.attempt !== task.number || !isLive(job.state)) return
    for (const file of this.#inputOf(job, task))
      if (!this.#isThere(file))
        this.#world.problem(
          'a file that a module was given is gone',
          `${job.moduleName} ${job.id}: ${file.key}`,
        )
  }

  #inputOf(job: JobRecord, task: AttemptTask): readonly FileRef[] {
    if (job.join === undefined) return task.event.files
    const events = this.#world.records.events()
    const inScope = events.filter(({ type, scopes }) => type === 'F' && scopes.includes(job.event))
    for (const { id, expiredAt } of inScope)
      if (expiredAt !== undefined)
        this.#world.problem('an event of an open join has expired', `${job.id}: ${id}`)
    return inScope.flatMap(({ files }) => files)
  }
}

function artifactsOf({ files, artifacts }: EventRecord): string[] {
  return [...files.map(({ artifact }) => artifact), ...(artifacts ?? [])]
}
