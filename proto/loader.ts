import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadSync, type Options, type PackageDefinition } from '@grpc/proto-loader'
import type { ArtifactServiceDefinition } from './generated/iteron/v1/ArtifactService.ts'
import type { BackupServiceDefinition } from './generated/iteron/v1/BackupService.ts'
import type { DeadLetterServiceDefinition } from './generated/iteron/v1/DeadLetterService.ts'
import type { EventServiceDefinition } from './generated/iteron/v1/EventService.ts'
import type { HousekeepingServiceDefinition } from './generated/iteron/v1/HousekeepingService.ts'
import type { JobServiceDefinition } from './generated/iteron/v1/JobService.ts'
import type { LineageServiceDefinition } from './generated/iteron/v1/LineageService.ts'
import type { ModuleServiceDefinition } from './generated/iteron/v1/ModuleService.ts'
import type { ServerServiceDefinition } from './generated/iteron/v1/ServerService.ts'
import type { TraceServiceDefinition } from './generated/iteron/v1/TraceService.ts'
import type { ModuleServiceDefinition as IonModuleServiceDefinition } from './generated/ModuleService.ts'
import type { TraceServiceDefinition as IonTraceServiceDefinition } from './generated/TraceService.ts'

/** Where each service is defined: its file and its full name. */
export const SERVICES = {
  modules: { file: 'iteron/v1/modules.proto', name: 'iteron.v1.ModuleService' },
  events: { file: 'iteron/v1/events.proto', name: 'iteron.v1.EventService' },
  jobs: { file: 'iteron/v1/jobs.proto', name: 'iteron.v1.JobService' },
  deadLetters: { file: 'iteron/v1/dead_letters.proto', name: 'iteron.v1.DeadLetterService' },
  artifacts: { file: 'iteron/v1/artifacts.proto', name: 'iteron.v1.ArtifactService' },
  lineage: { file: 'iteron/v1/lineage.proto', name: 'iteron.v1.LineageService' },
  traces: { file: 'iteron/v1/traces.proto', name: 'iteron.v1.TraceService' },
  server: { file: 'iteron/v1/server.proto', name: 'iteron.v1.ServerService' },
  housekeeping: { file: 'iteron/v1/housekeeping.proto', name: 'iteron.v1.HousekeepingService' },
  backup: { file: 'iteron/v1/backup.proto', name: 'iteron.v1.BackupService' },
  ionModules: { file: 'ion.proto', name: 'ModuleService' },
  ionTraces: { file: 'ion.proto', name: 'TraceService' },
} as const

/** The typed definition of each service, for servers and clients. */
export interface ServiceDefinitions {
  readonly modules: ModuleServiceDefinition
  readonly events: EventServiceDefinition
  readonly jobs: JobServiceDefinition
  readonly deadLetters: DeadLetterServiceDefinition
  readonly artifacts: ArtifactServiceDefinition
  readonly lineage: LineageServiceDefinition
  readonly traces: TraceServiceDefinition
  readonly server: ServerServiceDefinition
  readonly housekeeping: HousekeepingServiceDefinition
  readonly backup: BackupServiceDefinition
  readonly ionModules: IonModuleServiceDefinition
  readonly ionTraces: IonTraceServiceDefinition
}

export type ServiceName = keyof ServiceDefinitions

/** The options that the generated types were made with (`npm run proto`). */
const OPTIONS: Options = { longs: Number, enums: String, defaults: true, oneofs: true }

/** The folder with the .proto files: beside this file in the source, and two folders up from the build. */
export const PROTO_FOLDER = protoFolder()

const loaded = new Map<string, PackageDefinition>()

/** All messages and services of one .proto file and those that it imports; read once. */
export function loadProto(file: string): PackageDefinition {
  const known = loaded.get(file)
  if (known !== undefined) return known
  const definition = loadSync(file, { ...OPTIONS, includeDirs: [PROTO_FOLDER] })
  loaded.set(file, definition)
  return definition
}

/**
 * All files at once and with their fields' own names, as reflection needs them: read one by one, each would claim to be
 * the whole
 * of its package.
 */
export function describeProtos(): PackageDefinition {
  const files = new Set(Object.values(SERVICES).map((service) => service.file))
  return loadSync([...files], { ...OPTIONS, keepCase: true, includeDirs: [PROTO_FOLDER] })
}

/** One service; reads no other file than it needs. */
export function serviceDefinition<K extends ServiceName>(service: K): ServiceDefinitions[K] {
  const { file, name } = SERVICES[service]
  return loadProto(file)[name] as unknown as ServiceDefinitions[K]
}

function protoFolder(): string {
  const here = path.dirname(fileURLToPath(import.meta.url))
  return existsSync(path.join(here, 'ion.proto')) ? here : path.resolve(here, '../../proto')
}
