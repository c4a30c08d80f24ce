import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Registry } from '../../adapters/registry.ts'
import { ownerOf, readSnapshot, snapshotNames, type Snapshot } from '../../core/backup/snapshot-file.ts'
import {
  restoreBackup,
  type RestoreProgress,
  type RestoreResult,
  type RestoreTarget,
} from '../../core/backup/restore-backup.ts'
import type { BackupStores } from '../../core/backup/stores.ts'
import { Catalog } from '../../core/catalog/catalog.ts'
import { COLLECTIONS } from '../../core/catalog/collections.ts'
import { IteronError } from '../../core/errors.ts'
import { Signals } from '../../core/signals.ts'
import { randomIds, systemClock } from '../../core/system-clock.ts'
import { publishMetadata } from '../../dispatcher/publish-metadata.ts'
import { openBackup } from './backup-stores.ts'
import { RestoreMarker } from './restore-marker.ts'

export type { RestoreProgress }

export interface RestoreRequest {
  /** Folder of the backup, and the data folder that is to be made. */
  readonly folder: string
  readonly data: string
  /** Name of a snapshot, or its beginning; by default the newest. */
  readonly snapshot: string | undefined
  readonly signal: AbortSignal
  readonly onProgress: (progress: RestoreProgress) => void
}

export interface Restored extends RestoreResult {
  readonly snapshot: string
  readonly installation: string
  readonly takenAt: string
}

/** Makes a data folder of a snapshot; again after whatever ended it, it goes on where it was. */
export async function restore(request: RestoreRequest): Promise<Restored> {
  const { stores, close } = await openBackup(resolve(request.folder), 'read')
  try {
    // refused before anything is made of it
    await ownerOf(stores)
    const name = await chosen(stores, request.snapshot)
    const snapshot = await readSnapshot(stores, name)
    const result = await intoFolder(stores, name, snapshot, request)
    return { ...result, snapshot: name, installation: snapshot.installation, takenAt: snapshot.takenAt }
  } finally {
    await close()
  }
}

async function chosen(stores: BackupStores, wanted: string | undefined): Promise<string> {
  const names = await snapshotNames(stores)
  const fitting = names.filter((name) => wanted === undefined || name.startsWith(wanted))
  const newest = fitting.at(-1)
  if (newest !== undefined && wanted !== '') return newest
  const known = names.length === 0 ? 'It has none: no backup came to its end.' : `It has ${names.join(', ')}.`
  throw new IteronError(
    'NOT_FOUND',
    `the backup has no snapshot${wanted === undefined ? '' : ` "${wanted}"`}`,
    { hint: known },
  )
}

async function intoFolder(
  stores: BackupStores,
  name: string,
  snapshot: Snapshot,
  { data: folder, signal, onProgress }: RestoreRequest,
): Promise<RestoreResult> {
  const data = resolve(folder)
  const marker = RestoreMarker.begin(data, { installation: snapshot.installation, snapshot: name })
  const { target, close } = await openTarget(data, snapshot.installation, marker)
  let result: RestoreResult
  try {
    result = await restoreBackup(stores, snapshot, target, { signal, onProgress })
  } finally {
    await close()
  }
  marker.finish()
  return result
}

/** The ports of the new folder; nothing in it but what the snapshot brings. */
async function openTarget(data: string, installation: string, marker: RestoreMarker) {
  const registry = new Registry({
    clock: systemClock,
    durability: 'power',
    onFatal: () => undefined,
  })
  try {
    const url = pathToFileURL(data).href.replace(/^file:/, 'sqlite:')
    const store = await registry.documents(url)
    const snapshots = await registry.snapshots(url, url)
    if (snapshots === undefined) throw new TypeError('SQLite has snapshots')
    const blobs = await registry.blobs(pathToFileURL(join(data, 'blobs')).href)
    await store.open(COLLECTIONS)
    await blobs.open()
    const context = { store, clock: systemClock, ids: randomIds, signals: new Signals(), installation }
    const catalog = new Catalog(context)
    const target: RestoreTarget = {
      store,
      snapshots,
      blobs,
      collections: new Set(COLLECTIONS.map(({ name }) => name)),
      publishMetadata: (artifact) => publishMetadata(catalog, blobs, artifact),
      done: marker.done(),
      markDone: async (piece) => marker.markDone(piece),
    }
    const close = async () => {
      await store.close()
      await blobs.close()
      await registry.close()
    }
    return { target, close }
  } catch (error) {
    await registry.close()
    throw error
  }
}
