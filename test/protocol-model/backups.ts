import { CommittedAttempts, referencesOf, refersToBlobs } from '../../core/backup/references.ts'
import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { Party } from './party.ts'
import type { World } from './world.ts'

const COLLECTIONS = ['contents', 'manifests', 'events', 'attempts', 'artifacts', 'staged']

interface Reading {
  readonly party: Party
  /** Keys of blobs that the records of that instant refer to and that weren't read yet. */
  readonly keys: Set<string>
}

/** What is read while a pin is held: none of it may go. */
export class Backups {
  readonly #world: World
  readonly #readings = new Set<Reading>()

  constructor(world: World) {
    this.#world = world
    world.gone.push((key) => {
      this.#gone(key)
    })
  }

  async read(party: Party, blobs: BlobStore): Promise<void> {
    const reading: Reading = { party, keys: this.#referred() }
    this.#readings.add(reading)
    for (const key of reading.keys) {
      if (!this.#world.stored.has(key)) this.#world.problem('a backup misses what a record refers to', key)
      await this.#world.gates.pass(party, `back up ${key}`)
      await blobs.stat(key)
    }
    this.#readings.delete(reading)
  }

  /** As the records say at this instant. */
  #referred(): Set<string> {
    const { records } = this.#world
    const committed = new CommittedAttempts()
    for (const job of records.jobs()) committed.add(job)
    return new Set(
      COLLECTIONS.filter(refersToBlobs)
        .flatMap((name) => records.all(name).flatMap((document) => referencesOf(name, document, committed)))
        .filter(({ derived }) => derived !== true)
        .map(({ key }) => key),
    )
  }

  #gone(key: string): void {
    for (const { party, keys } of this.#readings)
      if (party.state !== 'dead' && keys.has(key))
        this.#world.problem('a blob that somebody reads under a pin is gone', `${key}, read by ${party.name}`)
  }
}
