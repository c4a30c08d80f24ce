import { environmentRecord } from '../../core/model/environment.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { credentials, type ChannelCredentials } from '@grpc/grpc-js'
import { expect } from '@jest/globals'
import { memoryBlobStore } from '../../adapters/memory/blob-store.ts'
import { memoryDocumentStore } from '../../adapters/memory/document-store.ts'
import { memoryEventBus } from '../../adapters/memory/event-bus.ts'
import { memoryExecutor, type Command } from '../../adapters/memory/executor.ts'
import { Catalog } from '../../core/catalog/catalog.ts'
import { COLLECTIONS } from '../../core/catalog/collections.ts'
import { signalling } from '../../core/policies/signalling.ts'
import { Signals } from '../../core/signals.ts'
import { retentionSchema } from '../../core/model/retention.ts'
import { randomIds, systemClock } from '../../core/system-clock.ts'
import { DEFAULT_SETTINGS, GROUP } from '../../dispatcher/context.ts'
import { Dispatcher } from '../../dispatcher/dispatcher.ts'
import { LocalStages } from '../../dispatcher/local-stages.ts'
import { Room } from '../../dispatcher/room.ts'
import { publishMetadata } from '../../dispatcher/publish-metadata.ts'
import type { ApiContext } from '../../management-api/context.ts'
import { ManagementServer, type ServerOptions } from '../../management-api/server.ts'
import { Connection, type MethodOf, type RequestOf, type ResponseOf } from '../../proto/client.ts'
import type { ServiceName } from '../../proto/loader.ts'

export interface BenchOptions extends Partial<ServerOptions> {
  /** Programs by name: what a module's command calls. */
  readonly commands?: Readonly<Record<string, Command>>
  /** Without it, nothing routes events or runs jobs. */
  readonly dispatcher?: boolean
  readonly slots?: number
  /** The server gets no signals of what the dispatcher writes, as if that were another process. */
  readonly deaf?: boolean
  readonly clientCredentials?: ChannelCredentials
}

/** A whole installation in memory behind a real server, and a connection to it. */
export interface Bench {
  readonly context: ApiContext
  readonly server: ManagementServer
  readonly connection: Connection
  /** Errors that were answered with INTERNAL. */
  readonly faults: unknown[]
  call<S extends ServiceName, M extends MethodOf<S>>(
    service: S,
    method: M,
    request: RequestOf<S, M>,
  ): Promise<ResponseOf<S, M>>
  stop(): Promise<void>
}

const LIMIT_MS = 10_000
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

export async function startBench(options: BenchOptions = {}): Promise<Bench> {
  const {
    commands = {},
    dispatcher: dispatches = true,
    slots = 4,
    deaf = false,
    clientCredentials,
    ...server
  } = options
  const folder = await mkdtemp(join(tmpdir(), 'iteron-grpc-'))
  const context = await openContext(commands)
  const dispatcher = await dispatch(context, folder, slots, dispatches)
  const faults: unknown[] = []
  const management = new ManagementServer(deaf ? withoutSignals(context) : context, {
    address: '127.0.0.1:0',
    onFault: (_method, error) => faults.push(error),
    stopGraceMs: 2000,
    ...server,
  })
  const stopAll = async () => {
    await management.stop()
    await dispatcher.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await management.start()
  } catch (error) {
    await stopAll()
    throw error
  }
  const connection = new Connection(
    management.address ?? '',
    clientCredentials ?? credentials.createInsecure(),
  )
  return {
    context,
    server: management,
    connection,
    faults,
    call: (service, method, request) => connection.unary(service, method, request, { timeoutMs: LIMIT_MS }),
    stop: async () => {
      connection.close()
      await stopAll()
    },
  }
}

async function openContext(commands: Readonly<Record<string, Command>>): Promise<ApiContext> {
  const signals = new Signals()
  const store = signalling(memoryDocumentStore(), signals)
  const bus = memoryEventBus(systemClock)
  const blobs = memoryBlobStore()
  const executor = memoryExecutor({ clock: systemClock, commands })
  await Promise.all([store.open(COLLECTIONS), bus.open(), blobs.open(), executor.open()])
  const catalog = new Catalog({ store, clock: systemClock, ids: randomIds, signals, installation: 'test' })
  return {
    catalog,
    bus,
    group: GROUP,
    blobs,
    executors: new Map([['local', executor]]),
    retention: retentionSchema.parse({}),
    ports: [{ name: 'bus', url: 'memory:', capabilities: bus.capabilities }],
    publishMetadata: (artifact) => publishMetadata(catalog, blobs, artifact),
  }
}

function withoutSignals(context: ApiContext): ApiContext {
  return {
    ...context,
    catalog: new Catalog({ ...context.catalog.context, signals: new Signals() }),
  }
}

async function dispatch(
  context: ApiContext,
  folder: string,
  slots: number,
  starts: boolean,
): Promise<{ stop(): Promise<void> }> {
  if (!starts) return { stop: () => Promise.resolve() }
  const { catalog, bus, blobs, executors } = context
  const { store } = catalog.context
  const room = new Room({ blobs, store, clock: systemClock, log: silent })
  const stages = new Map(
    [...executors].map(([name, executor]) => [
      name,
      new LocalStages({
        catalog,
        blobs,
        room,
        executor,
        workspaces: folder,
        ambient: process.env,
        limits: { graceMs: 100, maxLogBytes: 1_000_000 },
        keepWorkspace: false,
        log: silent,
      }),
    ]),
  )
  const dispatcher = new Dispatcher({
    catalog,
    store,
    bus,
    blobs,
    room,
    clock: systemClock,
    ids: randomIds,
    settings: { ...DEFAULT_SETTINGS, id: 'test', slots },
    stages,
    environment: environmentRecord({ host: 'test' }),
    log: silent,
  })
  await dispatcher.start()
  return {
    stop: async () => {
      await dispatcher.stop()
      for (const one of stages.values()) await one.stop()
      for (const executor of executors.values()) await executor.close()
    },
  }
}

/** Everything that a stream gives. */
export async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const one of stream) all.push(one)
  return all
}

/** Publishes an event and waits for what becomes of it. */
export async function publishAndWait(
  bench: Bench,
  event: RequestOf<'events', 'PublishEvents'>['events'] extends (infer E)[] | undefined ? E : never,
) {
  const { events } = await bench.call('events', 'PublishEvents', { events: [event] })
  const published = events[0]!
  const messages = await collect(
    bench.connection.stream('events', 'WaitEvent', { event: published.key }, { timeoutMs: LIMIT_MS }),
  )
  return { published, outcome: messages.at(-1)!.outcome!, messages }
}

/** Registers a module of the in-memory executor. */
export async function createModule(bench: Bench, spec: Readonly<Record<string, unknown>>) {
  return bench.call('modules', 'CreateModule', { specJson: JSON.stringify(spec) })
}

/** Ends it; the doctor must find nothing, every stored file read. */
export async function stopSound(bench: Bench): Promise<void> {
  const doctor = await collect(bench.connection.stream('server', 'RunDoctor', { verifyFiles: true }))
  await bench.stop()
  expect(doctor).toMatchObject([{ summary: { findings: 0 } }])
}
