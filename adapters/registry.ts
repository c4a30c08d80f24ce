import { fileURLToPath } from 'node:url'
import { IteronError } from '../core/errors.ts'
import type { BlobStore } from '../core/ports/blob-store.ts'
import type { Clock } from '../core/ports/clock.ts'
import type { DocumentStore } from '../core/ports/document-store.ts'
import type { EventBus } from '../core/ports/event-bus.ts'
import type { Executor } from '../core/ports/executor.ts'
import type { Snapshots } from '../core/ports/snapshots.ts'
import type { SqliteFile } from './sqlite/sqlite-file.ts'

export type Durability = 'power' | 'process'

/** For executors that run jobs on this machine. */
export interface LocalExecution {
  /** Jobs at once. */
  readonly slots: number
  /** Folder for what they must find again after a crash, absolute. */
  readonly control: string
  /** Where each job's program works in a folder of its own, absolute. */
  readonly workspaces: string
}

export interface RegistryOptions {
  readonly clock: Clock
  readonly durability: Durability
  /** Undefined where no executor is asked for. */
  readonly local?: LocalExecution
  /** The storage has failed for good: the process must end, and recover when it is started again. */
  readonly onFatal: (error: Error) => void
}

/**
 * Opens ports by URL. Each adapter is loaded when it is first asked for, so that nothing is loaded that isn't
 * configured.
 * A bus and a store of one `sqlite:` URL share the file and its writer.
 */
export class Registry {
  readonly #options: RegistryOptions
  readonly #sqlite = new Map<string, Promise<SqliteFile>>()

  constructor(options: RegistryOptions) {
    this.#options = options
  }

  async documents(url: string): Promise<DocumentStore> {
    switch (schemeOf(url)) {
      case 'memory':
        return (await import('./memory/document-store.ts')).memoryDocumentStore()
      case 'sqlite': {
        const { sqliteDocumentStore } = await import('./sqlite/document-store.ts')
        return sqliteDocumentStore(await this.#file(url))
      }
      default:
        throw unknown('documents', url, ['sqlite', 'memory'])
    }
  }

  async bus(url: string): Promise<EventBus> {
    switch (schemeOf(url)) {
      case 'memory':
        return (await import('./memory/event-bus.ts')).memoryEventBus(this.#options.clock)
      case 'sqlite': {
        const { sqliteEventBus } = await import('./sqlite/event-bus.ts')
        return sqliteEventBus(await this.#file(url), this.#options.clock)
      }
      default:
        throw unknown('bus', url, ['sqlite', 'memory'])
    }
  }

  /** Snapshots of these two; undefined where one of them can't be read at one instant with the other. */
  async snapshots(documents: string, bus: string): Promise<Snapshots | undefined> {
    const together = bus === documents || schemeOf(bus) !== 'sqlite'
    if (schemeOf(documents) !== 'sqlite' || !together) return undefined
    const { sqliteSnapshots } = await import('./sqlite/snapshots.ts')
    return sqliteSnapshots(await this.#file(documents))
  }

  async blobs(url: string): Promise<BlobStore> {
    const { durability, onFatal } = this.#options
    switch (schemeOf(url)) {
      case 'memory':
        return (await import('./memory/blob-store.ts')).memoryBlobStore()
      case 'file': {
        const { filesystemBlobStore } = await import('./filesystem/blob-store.ts')
        return filesystemBlobStore(pathOf(url), { durability, onFatal })
      }
      default:
        throw unknown('blobs', url, ['file', 'memory'])
    }
  }

  async executor(url: string): Promise<Executor> {
    const { clock, local } = this.#options
    switch (schemeOf(url)) {
      case 'memory':
        return (await import('./memory/executor.ts')).nullExecutor(clock)
      case 'process': {
        if (local === undefined) throw new Error('The registry was opened without `local`.')
        const { processExecutor } = await import('./process/executor.ts')
        const { slots, control: folder, workspaces } = local
        return processExecutor({ slots, folder, workspaces, clock })
      }
      default:
        throw unknown('executors', url, ['process', 'memory'])
    }
  }

  /** Releases what several ports share. Close the ports first. */
  async close(): Promise<void> {
    for (const file of this.#sqlite.values()) await (await file).close()
    this.#sqlite.clear()
  }

  #file(url: string): Promise<SqliteFile> {
    const folder = pathOf(url)
    let file = this.#sqlite.get(folder)
    if (file === undefined) {
      file = import('./sqlite/sqlite-file.ts').then(({ openSqlite }) =>
        openSqlite(folder, { onFatal: this.#options.onFatal }),
      )
      this.#sqlite.set(folder, file)
    }
    return file
  }
}

/** What makes certificates for mutual TLS; no port, but an outside library all the same. */
export async function certificateMaker() {
  return (await import('./x509/certificates.ts')).createCertificates
}

function schemeOf(url: string): string {
  return url.slice(0, url.indexOf(':'))
}

/** `sqlite:///path` and `file:///path` name a folder. */
function pathOf(url: string): string {
  const rest = url.slice(url.indexOf(':') + 1)
  return rest.startsWith('//') ? fileURLToPath(`file:${rest}`) : rest
}

function unknown(key: string, url: string, known: readonly string[]): IteronError {
  return new IteronError(
    'INVALID_ARGUMENT',
    `${key}: there is no adapter for ${JSON.stringify(`${schemeOf(url)}:`)}`,
    {
      hint: `Known here: ${known.map((scheme) => `${scheme}:`).join(', ')}`,
    },
  )
}
