import { availableParallelism, hostname, release } from 'node:os'
import { pino, type Logger } from 'pino'
import type { Service } from '../core/lifecycle.ts'
import { messageOf } from '../core/errors.ts'
import type { ArtifactRecord } from '../core/model/artifact.ts'
import { environmentRecord } from '../core/model/environment.ts'
import type { ObservedCall } from '../core/policies/instrumented.ts'
import type { RetentionPolicy } from '../core/model/retention.ts'
import type { Executor } from '../core/ports/executor.ts'
import { randomIds, systemClock } from '../core/system-clock.ts'
import { VERSION } from '../core/version.ts'
import { DEFAULT_SETTINGS, GROUP, type DispatcherContext } from '../dispatcher/context.ts'
import { Housekeeping } from '../dispatcher/housekeeping.ts'
import { Dispatcher } from '../dispatcher/dispatcher.ts'
import { publishMetadata } from '../dispatcher/publish-metadata.ts'
import { LocalStages } from '../dispatcher/local-stages.ts'
import { Room } from '../dispatcher/room.ts'
import { PortCalls } from '../front-api/port-calls.ts'
import { Metrics } from '../front-api/metrics.ts'
import { FrontServer } from '../front-api/server.ts'
import { sweepWorkspaces } from '../handler/workspace.ts'
import { ManagementServer } from '../management-api/server.ts'
import { retentionPolicy } from './offline/retention.ts'
import { diskUsage } from './disk-usage.ts'
import { openInstallation, type Installation } from './offline/installation.ts'

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

/** What a module keeps of its output, and how long it has to end when it is told to. */
const MODULE_LIMITS = { graceMs: 5000, maxLogBytes: 16 * 1024 * 1024 }

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
  readonly #executors = new Map<string, Executor>()
  readonly #stages = new Map<string, LocalStages>()
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
    const { blobs, store } = installation
    this.room = new Room({ blobs, store, clock: systemClock, log })
    const { catalog } = installation
    this.#housekeeping = new Housekeeping({ catalog, blobs, clock: systemClock, log }, options.retention)
  }

  get grpc(): string {
    return this.#management?.address ?? ''
  }

  get http(): string {
    return this.#front?.address() ?? ''
  }

  async start(): Promise<void> {
    await this.#openExecutors()
    await sweepWorkspaces(this.#installation.folders.workspaces, () => this.#options.keepWorkspace)
    this.#dispatcher = new Dispatcher(this.#dispatcherContext())
    this.#management = new ManagementServer(this.#apiContext(), {
      address: this.#options.grpc,
      ...this.#tls(),
      onFault: (method, error) => {
        this.#log.error(
          { method, error: messageOf(error), stack: error instanceof Error ? error.stack : undefined },
          'a call failed',
        )
      },
    })
    const { catalog, bus } = this.#installation
    this.#metrics = new Metrics({ catalog, bus, group: GROUP, calls: this.#calls })
    const metrics = this.#metrics
    this.#front = new FrontServer(
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
    for (const stages of this.#stages.values()) await stages.stop()
    for (const executor of this.#executors.values()) await executor.close()
    this.#metrics?.stop()
    await this.#installation.close()
  }

  async #openExecutors(): Promise<void> {
    const { catalog, blobs, folders, registry } = this.#installation
    for (const [name, url] of Object.entries(this.#options.executors)) {
      const executor = await registry.executor(url)
      await executor.open()
      this.#executors.set(name, executor)
      const stages = new LocalStages({
        catalog,
        blobs,
        room: this.room,
        executor,
        workspaces: folders.workspaces,
        ambient: process.env,
        limits: MODULE_LIMITS,
        keepWorkspace: this.#options.keepWorkspace,
        log: this.#log,
      })
      this.#stages.set(name, stages)
    }
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
        id: `${hostname()}/${String(process.pid)}/${randomIds.random().slice(0, 8)}`,
        slots: this.#slots,
      },
      stages: this.#stages,
      environment: environmentRecord(facts()),
      log: this.#log,
    }
  }

  #apiContext() {
    const { catalog, bus, blobs, snapshots, store, urls, folders } = this.#installation
    const executors = [...this.#executors].map(([name, executor]) => ({
      name: `executor:${name}`,
      url: this.#options.executors[name] ?? '',
      capabilities: executor.capabilities,
    }))
    return {
      catalog,
      bus,
      group: GROUP,
      blobs,
      snapshots,
      executors: this.#executors,
      retention: this.#options.retention,
      publishMetadata: (artifact: ArtifactRecord) => publishMetadata(catalog, blobs, artifact),
      ports: [
        { name: 'bus', url: urls.bus, capabilities: bus.capabilities },
        { name: 'documents', url: urls.documents, capabilities: store.capabilities },
        { name: 'blobs', url: urls.blobs, capabilities: blobs.capabilities },
        ...executors,
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

/** What of this machine may explain a result. */
function facts(): Record<string, string> {
  return {
    host: hostname(),
    platform: `${process.platform}/${process.arch}`,
    kernel: release(),
    node: process.version,
    iteron: VERSION,
  }
}
