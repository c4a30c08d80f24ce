import { availableParallelism } from 'node:os'
import { pino, type Logger } from 'pino'
import type { Service } from '../core/lifecycle.ts'
import { messageOf } from '../core/errors.ts'
import type { ArtifactRecord } from '../core/model/artifact.ts'
import type { ObservedCall } from '../core/policies/instrumented.ts'
import type { RetentionPolicy } from '../core/model/retention.ts'
import { randomIds, systemClock } from '../core/system-clock.ts'
import { DEFAULT_SETTINGS, GROUP, type DispatcherContext } from '../dispatcher/context.ts'
import { Housekeeping } from '../dispatcher/housekeeping.ts'
import { Dispatcher } from '../dispatcher/dispatcher.ts'
import { publishMetadata } from '../dispatcher/publish-metadata.ts'
import { Room } from '../dispatcher/room.ts'
import { PortCalls } from '../front-api/port-calls.ts'
import { Metrics } from '../front-api/metrics.ts'
import { FrontServer } from '../front-api/server.ts'
import { sweepWorkspaces } from '../handler/workspace.ts'
import { ManagementServer } from '../management-api/server.ts'
import { retentionPolicy } from './offline/retention.ts'
import { diskUsage } from './disk-usage.ts'
import { openInstallation, type Installation } from './offline/installation.ts'
import { Executors } from './up/executors.ts'
import { dispatcherId, machineRecord } from './up/machine.ts'

export interface UpOptions {
  readonly data: string
  /** HOST:PORT; port 0 picks one. */
  readonly grpc: string
  readonly http: string
  /** Default: twice the cores. */
  readonly slots?: number
  /** Time that running modules get when the server stops, milliseconds. */
  readonly graceMs: number
  readonly keepWorkspace: boolean
  readonly durability: 'power' | 'process'
  readonly certfile?: string
  readonly keyfile?: string
  readonly cacertfile?: string
  readonly bus?: string
  readonly documents?: string
  readonly blobs?: string
  /** URL by the name that modules use. */
  readonly executors: Readonly<Record<string, string>>
  /** The policy as it is written, and where. */
  readonly retention: { readonly value: unknown; readonly origin: string }
  readonly logLevel: string
}

/** Everything in one process. */
export interface Up {
  readonly grpc: string
  readonly http: string
  /** Takes nothing new, gives running modules the grace period, and ends. Idempotent. */
  stop(): Promise<void>
  /** Rejects if the storage fails for good: the process has to end. */
  readonly failed: Promise<never>
}

/** Opens the installation and starts dispatcher, management API and front API; ready when it returns. */
export async function up(options: UpOptions): Promise<Up> {
  const retention = retentionPolicy(options.retention.value, options.retention.origin)
  const log = pino({ level: options.logLevel }, pino.destination({ fd: 2, sync: true }))
  const slots = options.slots ?? 2 * availableParallelism()
  let fail: (error: Error) => void = () => undefined
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject
  })
  failed.catch(() => undefined)
  const calls = new PortCalls()
  const has: { room?: Room } = {}
  const observe = (port: string, call: ObservedCall) => {
    calls.observe(port, call)
    if (call.error === 'RESOURCE_EXHAUSTED') has.room?.suspect(`no room for ${port}`)
  }
  const installation = await openInstallation({ ...options, slots, onFatal: fail, observe })
  const running = new Running(installation, calls, { ...options, retention }, slots, log)
  has.room = running.room
  try {
    await running.start()
  } catch (error) {
    await running.stop()
    throw error
  }
  return { grpc: running.grpc, http: running.http, stop: () => running.stop(), failed }
}

type RunningOptions = Omit<UpOptions, 'retention'> & { readonly retention: RetentionPolicy }

class Running implements Service {
  readonly #installation: Installation
  readonly #calls: PortCalls
  readonly #options: RunningOptions
  readonly #slots: number
  readonly #log: Logger
  readonly #executors: Executors
  readonly room: Room
  readonly #housekeeping: Housekeeping
  #dispatcher: Dispatcher | undefined
  #management: ManagementServer | undefined
  #front: FrontServer | undefined
  #metrics: Metrics | undefined
  #ready = false
  #stopped: Promise<void> | undefined

  constructor(
    installation: Installation,
    calls: PortCalls,
    options: RunningOptions,
    slots: number,
    log: Logger,
  ) {
    this.#installation = installation
    this.#calls = calls
    this.#options = options
    this.#slots = slots
    this.#log = log
    this.#executors = new Executors(options.executors)
    const { blobs, store, catalog } = installation
    this.room = new Room({ blobs, store, clock: systemClock, log })
    this.#housekeeping = new Housekeeping({ catalog, blobs, clock: systemClock, log }, options.retention)
  }

  get grpc(): string {
    return this.#management?.address ?? ''
  }

  get http(): string {
    return this.#front?.address() ?? ''
  }

  async start(): Promise<void> {
    const { catalog, bus, blobs, folders, registry } = this.#installation
    const { workspaces } = folders
    const { keepWorkspace } = this.#options
    const stages = { catalog, blobs, room: this.room, workspaces, keepWorkspace, log: this.#log }
    await this.#executors.open(registry, { ...stages, ambient: process.env })
    await sweepWorkspaces(workspaces, () => keepWorkspace)
    this.#dispatcher = new Dispatcher(this.#dispatcherContext())
    const metrics = new Metrics({ catalog, bus, group: GROUP, calls: this.#calls })
    this.#metrics = metrics
    this.#management = this.#managementServer()
    this.#front = this.#frontServer(metrics)
    await this.#management.start()
    await this.#front.start()
    await this.#dispatcher.start()
    await this.#housekeeping.start()
    this.#ready = true
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    this.#ready = false
    await this.#front?.stop()
    await this.#housekeeping.stop()
    await this.#dispatcher?.stop(this.#options.graceMs)
    await this.#management?.stop()
    await this.room.stop()
    await this.#executors.close()
    this.#metrics?.stop()
    await this.#installation.close()
  }

  #managementServer(): ManagementServer {
    return new ManagementServer(this.#apiContext(), {
      address: this.#options.grpc,
      ...this.#tls(),
      onFault: (method, error) => {
        this.#log.error(
          { method, error: messageOf(error), stack: error instanceof Error ? error.stack : undefined },
          'a call failed',
        )
      },
    })
  }

  #frontServer(metrics: Metrics): FrontServer {
    const { catalog, bus } = this.#installation
    return new FrontServer(
      {
        catalog,
        bus,
        group: GROUP,
        ready: () => this.#ready,
        problem: () => this.room.problem,
        metrics: () => metrics.text(),
      },
      { address: this.#options.http, ...this.#tls() },
    )
  }

  #dispatcherContext(): DispatcherContext {
    const { catalog, store, bus, blobs } = this.#installation
    return {
      catalog,
      store,
      bus,
      blobs,
      room: this.room,
      clock: systemClock,
      ids: randomIds,
      settings: {
        ...DEFAULT_SETTINGS,
        id: dispatcherId(),
        slots: this.#slots,
      },
      stages: this.#executors.stages,
      environment: machineRecord(),
      log: this.#log,
    }
  }

  #apiContext() {
    const { catalog, bus, blobs, snapshots, store, urls, folders } = this.#installation
    return {
      catalog,
      bus,
      group: GROUP,
      blobs,
      snapshots,
      executors: this.#executors.byName,
      retention: this.#options.retention,
      publishMetadata: (artifact: ArtifactRecord) => publishMetadata(catalog, blobs, artifact),
      ports: [
        { name: 'bus', url: urls.bus, capabilities: bus.capabilities },
        { name: 'documents', url: urls.documents, capabilities: store.capabilities },
        { name: 'blobs', url: urls.blobs, capabilities: blobs.capabilities },
        ...this.#executors.ports(),
      ],
      httpAddress: () => this.#front?.address(),
      problem: () => this.room.problem,
      disk: () => diskUsage(folders.data),
    }
  }

  #tls(): { certfile?: string; keyfile?: string; cacertfile?: string } {
    const { certfile, keyfile, cacertfile } = this.#options
    return {
      ...(certfile === undefined ? {} : { certfile }),
      ...(keyfile === undefined ? {} : { keyfile }),
      ...(cacertfile === undefined ? {} : { cacertfile }),
    }
  }
}
