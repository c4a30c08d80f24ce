import {
  logVerbosity,
  Server,
  setLogVerbosity,
  type ServerCredentials,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'
import { HealthImplementation, protoPath as healthProto } from 'grpc-health-check'
import { IteronError } from '../core/errors.ts'
import type { Service } from '../core/lifecycle.ts'
import { MAX_MESSAGE_BYTES } from '../proto/client.ts'
import { describeProtos, SERVICES, serviceDefinition, type ServiceName } from '../proto/loader.ts'
import { formatAddress, parseAddress, type Address } from '../core/listen/address.ts'
import { artifactService } from './artifacts.ts'
import { backupService } from './backup.ts'
import { Calls, type ReportFault } from './calls.ts'
import type { ApiContext } from './context.ts'
import { wantsTls, type TlsFiles } from '../core/listen/tls-files.ts'
import { serverCredentials } from './credentials.ts'
import { deadLetterService } from './dead-letters.ts'
import { eventService } from './events.ts'
import { housekeepingService } from './housekeeping.ts'
import { ionModuleService } from './ion-modules.ts'
import { ionTraceService } from './ion-traces.ts'
import { jobService } from './jobs.ts'
import { dropLateMessages } from './late-messages.ts'
import { lineageService } from './lineage.ts'
import { moduleService } from './modules.ts'
import { addReflection } from './reflection.ts'
import { serverService } from './server-info.ts'
import { traceService } from './traces.ts'

/** How long calls may go on after `stop`, milliseconds. */
const STOP_GRACE_MS = 5000
/** How often each client is asked whether it is there, and how long it has to answer, milliseconds. */
const KEEPALIVE_MS = 30_000

export interface ServerOptions extends TlsFiles {
  /** HOST:PORT; port 0 picks a free one. */
  readonly address: string
  /** Told of faults that were answered with INTERNAL. */
  readonly onFault?: ReportFault
  readonly stopGraceMs?: number
  readonly keepaliveMs?: number
}

/**
 * The gRPC server: Ion's two services, `iteron.v1`, reflection and the standard health service.
 *
 * `start` refuses half a set of certificate files (INVALID_ARGUMENT) and plain text beyond loopback
 * (FAILED_PRECONDITION), and is
 * UNAVAILABLE if the address is taken. `stop` ends streams that follow something, and gives other calls some seconds.
 */
export class ManagementServer implements Service {
  readonly #context: ApiContext
  readonly #options: ServerOptions
  readonly #stopping = new AbortController()
  readonly #health = new HealthImplementation({ '': 'NOT_SERVING' })
  #server: Server | undefined
  #bound: Address | undefined
  #startedAt = 0

  constructor(context: ApiContext, options: ServerOptions) {
    this.#context = context
    this.#options = options
  }

  /** HOST:PORT with the port that was bound; undefined before `start`. */
  get address(): string | undefined {
    return this.#bound === undefined ? undefined : formatAddress(this.#bound)
  }

  async start(): Promise<void> {
    const wanted = parseAddress(this.#options.address)
    const credentials = await serverCredentials(this.#options, wanted)
    // What goes wrong is thrown or reported here, not also printed by the library.
    setLogVerbosity(logVerbosity.NONE)
    const server = new Server({
      interceptors: [dropLateMessages],
      'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
      'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
      // Without it a connection whose client went in the middle of a call would stay for ever.
      'grpc.keepalive_time_ms': this.#options.keepaliveMs ?? KEEPALIVE_MS,
      'grpc.keepalive_timeout_ms': this.#options.keepaliveMs ?? KEEPALIVE_MS,
    })
    this.#addServices(server)
    this.#bound = { host: wanted.host, port: await bind(server, formatAddress(wanted), credentials) }
    this.#server = server
    this.#startedAt = this.#context.catalog.context.clock.now()
    for (const name of ['', ...Object.values(SERVICES).map((service) => service.name)]) {
      this.#health.setStatus(name, 'SERVING')
    }
  }

  async stop(): Promise<void> {
    const server = this.#server
    this.#stopping.abort()
    this.#server = undefined
    if (server === undefined) return
    this.#health.setStatus('', 'NOT_SERVING')
    await shutDown(server, this.#options.stopGraceMs ?? STOP_GRACE_MS)
  }

  #addServices(server: Server): void {
    const calls = new Calls(this.#stopping.signal, this.#options.onFault ?? (() => undefined))
    const context = this.#context
    const about = {
      tls: wantsTls(this.#options),
      startedAt: () => this.#startedAt,
      address: () => this.address ?? '',
    }
    const services: Record<ServiceName, UntypedServiceImplementation> = {
      modules: moduleService(context, calls),
      events: eventService(context, calls),
      jobs: jobService(context, calls),
      deadLetters: deadLetterService(context, calls),
      artifacts: artifactService(context, calls),
      lineage: lineageService(context, calls),
      traces: traceService(context, calls),
      server: serverService(context, calls, about),
      housekeeping: housekeepingService(context, calls),
      backup: backupService(context, calls),
      ionModules: ionModuleService(context, calls),
      ionTraces: ionTraceService(context, calls),
    }
    for (const [name, implementation] of Object.entries(services)) {
      server.addService(serviceDefinition(name as ServiceName), implementation)
    }
    this.#health.addToServer(server)
    addReflection(server, () => ({ ...describeProtos(), ...loadSync(healthProto, { keepCase: true }) }))
  }
}

function bind(server: Server, address: string, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) => {
      if (error === null) {
        resolve(port)
        return
      }
      reject(
        new IteronError('UNAVAILABLE', `the management API can't listen at ${address}: ${causeOf(error)}`, {
          cause: error,
          hint: 'Give another address by --grpc HOST:PORT; port 0 picks a free one.',
        }),
      )
    })
  })
}

/** The system's own words, which gRPC puts in brackets at the end of its message. */
function causeOf({ message }: Error): string {
  return /\[([^[\]]+)\]$/.exec(message)?.[1] ?? message
}

/** Waits for the calls that are open, then ends them. */
async function shutDown(server: Server, graceMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => {
      server.forceShutdown()
      resolve()
    }, graceMs)
    server.tryShutdown(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}
