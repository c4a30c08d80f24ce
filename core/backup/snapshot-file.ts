import { z } from 'zod'
import { IteronError } from '../errors.ts'
import { checkValue } from '../model/check-value.ts'
import { describeIssues } from '../model/issues.ts'
import { digestOf } from '../model/identity.ts'
import { OWNER_KEY, readWhole, snapshotKey, SNAPSHOTS, writeWhole, type BackupStores } from './stores.ts'

/** The highest form of a backup that is understood. */
const FORMAT = 1

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/)

const ownerSchema = z.object({ format: z.number(), installation: z.string() })

/** A piece of the records: lines of one collection, named by their digest. */
const pieceSchema = z.object({
  collection: z.string().min(1),
  digest,
  documents: z.number(),
  bytes: z.number(),
})
export type Piece = z.infer<typeof pieceSchema>

const snapshotSchema = z.object({
  format: z.number(),
  installation: z.string(),
  /** Version of Iteron that wrote it. */
  version: z.string(),
  /** RFC 3339: the instant that it shows, and when it was complete. */
  takenAt: z.string(),
  completedAt: z.string(),
  /** Documents of each collection. */
  collections: z.record(z.string(), z.number()),
  blobs: z.object({ count: z.number(), bytes: z.number(), problems: z.number() }),
  /** In the order of the store. */
  pieces: z.array(pieceSchema),
})
export type Snapshot = z.infer<typeof snapshotSchema>

/** Names of the complete snapshots, oldest first. */
export async function snapshotNames({ index }: BackupStores): Promise<string[]> {
  const names: string[] = []
  for await (const { key } of index.list(SNAPSHOTS)) {
    if (key.endsWith('.json')) names.push(key.slice(SNAPSHOTS.length, -'.json'.length))
  }
  return names
}

/** NOT_FOUND, DATA_LOSS if it isn't what was written, FAILED_PRECONDITION if a later version wrote it. */
export async function readSnapshot({ index }: BackupStores, name: string): Promise<Snapshot> {
  const key = snapshotKey(name)
  const bytes = await readWhole(index, key)
  if (bytes === undefined)
    throw new IteronError('NOT_FOUND', `the backup has no snapshot ${name}`, {
      hint: 'Without --snapshot the newest one is taken.',
    })
  const [body = '', seal = ''] = bytes.toString('utf8').split('\n')
  if (seal !== digestOf(body)) throw damaged(key, 'it is cut or changed')
  return parsed(snapshotSchema, body, key)
}

/** The last write of a backup: from then on the snapshot is there. One line of JSON, then its digest. */
export async function writeSnapshot(
  { index }: BackupStores,
  name: string,
  content: Omit<Snapshot, 'format'>,
): Promise<void> {
  const body = JSON.stringify({ format: FORMAT, ...content })
  await writeWhole(index, snapshotKey(name), Buffer.from(`${body}\n${digestOf(body)}\n`))
}

/** The installation that a backup is of; undefined where there is nothing yet. FAILED_PRECONDITION for other files. */
export async function ownerOf({ index }: BackupStores): Promise<string | undefined> {
  const bytes = await readWhole(index, OWNER_KEY)
  if (bytes !== undefined) return parsed(ownerSchema, bytes.toString('utf8'), OWNER_KEY).installation
  for await (const { key } of index.list('')) {
    throw new IteronError('FAILED_PRECONDITION', `the folder is no backup, and not empty: it has ${key}`, {
      hint: 'Name an empty folder, or one that a backup was made in.',
    })
  }
  return undefined
}

/** Makes the place this installation's. FAILED_PRECONDITION if it is another's. */
export async function claimPlace(stores: BackupStores, installation: string): Promise<void> {
  const owner = await ownerOf(stores)
  if (owner === installation) return stores.index.sync([OWNER_KEY])
  if (owner !== undefined)
    throw new IteronError(
      'FAILED_PRECONDITION',
      `the folder has backups of the installation ${owner}, this is ${installation}`,
      { hint: 'Name another folder: each installation has its own.' },
    )
  const content = JSON.stringify({ format: FORMAT, installation })
  await writeWhole(stores.index, OWNER_KEY, Buffer.from(`${content}\n`))
}

function parsed<T extends z.ZodType<{ format: number }>>(schema: T, text: string, key: string): z.infer<T> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw damaged(key, 'it is not JSON')
  }
  const { format } = (value ?? {}) as { format?: unknown }
  if (typeof format === 'number' && format > FORMAT)
    throw new IteronError('FAILED_PRECONDITION', `${key} was written by a newer Iteron`, {
      hint: 'Use the Iteron that wrote it, or a later one.',
    })
  const result = checkValue(schema, value)
  if (!result.success) throw damaged(key, describeIssues(result.error))
  return result.data
}

function damaged(key: string, what: string): IteronError {
  const others = key === OWNER_KEY ? 'Take' : 'Take another snapshot with --snapshot, or'
  return new IteronError('DATA_LOSS', `${key} of the backup is damaged: ${what}`, {
    hint: `${others} another copy of the backup.`,
  })
}
