import type { EventRecord } from '../../core/model/event.ts'
import type { JobRecord } from '../../core/model/job.ts'
import type { Document } from '../../core/ports/document-store.ts'
import { openNodes } from './open-nodes.ts'
import type { World } from './world.ts'

/** What must hold of events and jobs that have expired. */
export class Tombstones {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
    world.records.observe((collection, before, after) => {
      if (collection === 'events' || collection === 'jobs') this.#changed(collection, before, after)
    })
  }

  #changed(collection: string, before: Document | undefined, after: Document | undefined): void {
    const [was, is] = [before, after] as (EventRecord | JobRecord | undefined)[]
    if (was?.expiredAt !== is?.expiredAt && was?.expiredAt !== undefined)
      this.#world.problem('a tombstone came back', `${collection} ${was.id}`)
    if (is?.expiredAt !== undefined && was?.expiredAt === undefined) this.#expired(collection, is)
  }

  #expired(collection: string, { id, root }: EventRecord | JobRecord): void {
    const { records } = this.#world
    const unrelayed = records
      .jobs()
      .filter((job) => job.root === root && job.state === 'succeeded' && job.relayed !== true)
    const open = [...openNodes(records, root), ...unrelayed.map((job) => `${job.id}, not relayed`)]
    if (open.length > 0)
      this.#world.problem('something expired in an open tree', `${collection} ${id}: ${open.join(', ')}`)
  }
}
