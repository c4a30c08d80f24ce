import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { refuseLostRecords } from './lost-records.ts'
import { Registry, type Durability } from '../../adapters/registry.ts'
import { Catalog } from '../../core/catalog/catalog.ts'
import { COLLECTIONS } from '../../core/catalog/collections.ts'
import { installationName } from '../../core/catalog/installation.ts'
import { dropFormerPins } from '../../core/catalog/pins.ts'
import { IteronError, messageOf } from '../../core/errors.ts'
import { makeFolder } from '../../core/make-folder.ts'
import { boundedDocumentStore } from '../../core/policies/bounded.ts'
import { instrumented, type ObservedCall } from '../../core/policies/instrumented.ts'
import { retryingBlobStore } from '../../core/policies/retrying.ts'
import { signalling } from '../../core/policies/signalling.ts'
import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { DocumentStore } from '../../core/ports/document-store.ts'
import type { EventBus } from '../../core/ports/event-bus.ts'
import type { Snapshots } from '../../core/ports/snapshots.ts'
import { Signals } from '../../core/signals.ts'
import { randomIds, systemClock } from '../../core/system-clock.ts'
import { refuseHalfRestored } from './restore-marker.ts'

export interface InstallationOptions {
  /** Data folder; made if it isn't there. */
  readonly data: string
  readonly durability: Durability
  readonly slots: number
  readonly bus?: string
  readonly documents?: string
  readonly blobs?: string
  /** Records may be begun anew beside files that are there, to be rebuilt from them. */
  readonly anew?: boolean
  readonly onFatal: (error: Error) => void
  /** Told of every call of a port when it has ended. */
  readonly observe?: (port: PortName, call: ObservedCall) => void
}

export type PortName = 'bus' | 'documents' | 'blobs'

/** What passes by itself: a store that is busy or away for a moment. */
const BLOB_RETRIES = { attempts: 4, initialMs: 100, factor: 3, maxMs: 5000 }

/** The ports of one installation, open. */
export interface Installation {
  readonly registry: Registry
  readonly catalog: Catalog
  readonly store: DocumentStore
  readonly bus: EventBus
  readonly blobs: BlobStore
  readonly snapshots: Snapshots | undefined
  readonly urls: { readonly bus: string; readonly documents: string; readonly blobs: string }
  readonly folders: { readonly data: string; readonly workspaces: string; readonly control: string }
  close(): Promise<void>
}

/** Opens what the URLs name; by default SQLite and files in the data folder. */
export async function openInstallation(options: InstallationOptions): Promise<Installation> {
  const data = resolve(options.data)
  refuseHalfRestored(data)
  const own = options.documents === undefined && options.blobs === undefined
  if (own && options.anew !== true) refuseLostRecords(data)
  const folders = { data, workspaces: join(data, 'work'), control: join(data, 'control') }
  makeFolders(data, [folders.workspaces, folders.control])
  const urls = {
    documents: options.documents ?? folderUrl('sqlite', data),
    bus: options.bus ?? folderUrl('sqlite', data),
    blobs: options.blobs ?? folderUrl('file', join(data, 'blobs')),
  }
  const { durability, slots, onFatal } = options
  const registry = new Registry({
    clock: systemClock,
    durability,
    local: { slots, control: folders.control, workspaces: folders.workspaces },
    onFatal,
  })
  const signals = new Signals()
  const seen = <T extends object>(name: PortName, port: T): T =>
    options.observe === undefined
      ? port
      : instrumented(port, (call) => options.observe?.(name, call), systemClock)
  const { documents, bus, files } = await portsOf(registry, urls)
  const store = signalling(boundedDocumentStore(seen('documents', documents)), signals)
  const blobs = retryingBlobStore(seen('blobs', files), {
    ...BLOB_RETRIES,
    clock: systemClock,
    ids: randomIds,
  })
  const close = async () => {
    await bus.close()
    await store.close()
    await blobs.close()
    await registry.close()
  }
  try {
    await store.open(COLLECTIONS)
    await Promise.all([bus.open(), blobs.open(), dropFormerPins(store)])
    const snapshots = await registry.snapshots(urls.documents, urls.bus)
    const installation = await installationName(store, randomIds.random().slice(0, 8))
    const catalog = new Catalog({ store, clock: systemClock, ids: randomIds, signals, installation })
    return { registry, catalog, store, bus: seen('bus', bus), blobs, snapshots, urls, folders, close }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * One after the other: if one can't be had, what was opened for those before is closed, else the process would stay.
 */
async function portsOf(registry: Registry, urls: Installation['urls']) {
  try {
    const documents = await registry.documents(urls.documents)
    const bus = await registry.bus(urls.bus)
    const files = await registry.blobs(urls.blobs)
    return { documents, bus, files }
  } catch (error) {
    await registry.close()
    throw error
  }
}

function makeFolders(data: string, folders: readonly string[]): void {
  try {
    for (const folder of folders) makeFolder(folder, 0o700)
  } catch (error) {
    throw new IteronError(
      'FAILED_PRECONDITION',
      `the data folder ${data} can't be made or written: ${messageOf(error)}`,
      { hint: 'Name a folder that may be written, by --data.', cause: error },
    )
  }
}

function folderUrl(scheme: string, folder: string): string {
  return pathToFileURL(folder).href.replace(/^file:/, `${scheme}:`)
}
