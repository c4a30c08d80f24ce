import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { artifactId } from '../../../core/model/identity.ts'
import { artifactPrefix, logKey, metadataKey } from '../../../core/model/artifact-keys.ts'
import { openInstallation } from '../../../cli/offline/installation.ts'
import { GROUP } from '../../../dispatcher/context.ts'
import { DATA_SLOT } from '../../../core/protocol/commit.ts'
import { accountsOf } from './family.ts'
import { readRecords, type Records } from './records.ts'

/** What an installation that has ended holds, without ids, times and attempts: the same after any crash. */
export interface Account {
  /** Outside events with all that came of them, as JSON, sorted. */
  readonly trees: readonly string[]
  /** What people uploaded. */
  readonly uploads: readonly string[]
  readonly modules: readonly string[]
  readonly names: readonly string[]
  readonly contents: readonly string[]
  readonly deadLetters: readonly string[]
  readonly discarded: readonly string[]
  /** What should be empty. */
  readonly left: Readonly<Record<string, readonly string[]>>
}

/** Reads the folder of a server that has ended. */
export async function accountOf(data: string): Promise<Account> {
  const leftFolders = unexpectedIn(data)
  const installation = await openInstallation({ data, durability: 'process', slots: 1, onFatal: raise })
  try {
    const { store, bus, blobs } = installation
    const records = await readRecords(store)
    const stored: string[] = []
    for await (const { key } of blobs.list('')) stored.push(key)
    const { depth } = await bus.stats(GROUP)
    const owned = ownedKeys(records, blobs.capabilities)
    return {
      ...accountsOf(records),
      deadLetters: (await bus.deadLetters(GROUP, 100))
        .map(({ event, reason }) => `${event?.id ?? ''}: ${reason}`)
        .sort(),
      left: {
        folders: leftFolders,
        blobs: stored.filter((key) => !owned.has(key)),
        missing: records.contents.map(({ key }) => key).filter((key) => !stored.includes(key)),
        messages: depth === 0 ? [] : [`${String(depth)} messages on the bus`],
        staged: records.staged.map(({ id }) => id),
        sweeps: records.sweeps.map(({ id }) => id),
        pins: records.pins.map(({ id }) => id),
        begun: records.uploads.map(({ id }) => id),
        open: records.jobs
          .filter((job) => job.holds !== undefined || job.relayed === false)
          .map(({ id }) => id),
        cancelling: records.events.filter((event) => event.cancelling === true).map(({ id }) => id),
      },
    }
  } finally {
    await installation.close()
  }
}

/** Files and folders that a server that has ended leaves to nobody. */
function unexpectedIn(data: string): string[] {
  const known = /^(?:iteron\.(?:db|lock)(?:-[a-z]+)?|blobs|work|control)$/
  const inside = (folder: string) => {
    const full = path.join(data, folder)
    return existsSync(full) ? readdirSync(full).map((name) => `${folder}/${name}`) : []
  }
  return [
    ...readdirSync(data).filter((name) => !known.test(name)),
    ...['blobs/.tmp', 'work', 'control/fifos', 'control/logs', 'control/spawners'].flatMap(inside),
  ]
}

/** Every key that a record leads to. */
function ownedKeys(records: Records, limits: Parameters<typeof artifactPrefix>[1]): Set<string> {
  const { artifacts, manifests, contents, events, jobs, attempts } = records
  const created = new Map(jobs.map((job) => [job.id, job]))
  const logs = attempts.flatMap(({ job: id, number }) => {
    const job = created.get(id)
    if (job === undefined) return []
    const artifact = artifactId(id, number, DATA_SLOT)
    return [logKey(artifactPrefix({ at: job.createdAt, producer: job.moduleName, artifact }, limits), number)]
  })
  return new Set([
    ...artifacts
      .filter(({ deletedAt }) => deletedAt === undefined)
      .map((artifact) => metadataKey(artifact.path)),
    ...contents.map(({ key }) => key),
    ...manifests.flatMap(({ files }) => files.map(({ key }) => key)),
    ...events.flatMap(({ dataAt, filesAt }) => [dataAt?.key ?? '', filesAt?.key ?? '']),
    ...logs,
  ])
}

function raise(error: Error): void {
  throw error
}
