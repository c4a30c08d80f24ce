import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js'
import { loadSync, type PackageDefinition } from '@grpc/proto-loader'
import protobuf from 'protobufjs/light.js'
import { DESCRIPTOR } from './generated/descriptor.ts'
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
const OPTIONS = { longs: Number, enums: String, defaults: true, oneofs: true } as const

const defined = new Map<ServiceName, ServiceDefinition>()
let root: protobuf.Root | undefined

/**
 * One service. The .proto files were parsed when the types were generated; of what they define only that is made which
 * is asked for.
 */
export function serviceDefinition<K extends ServiceName>(service: K): ServiceDefinitions[K] {
  const known = defined.get(service) ?? made(SERVICES[service].name)
  defined.set(service, known)
  return known as unknown as ServiceDefinitions[K]
}

/**
 * All files with their fields' own names, as reflection needs them. Read from the .proto files, and all at once: one by
 * one, each would claim to be the whole of its package.
 */
export function describeProtos(): PackageDefinition {
  const files = new Set(Object.values(SERVICES).map((service) => service.file))
  return loadSync([...files], { ...OPTIONS, keepCase: true, includeDirs: [protoFolder()] })
}

function made(name: string): ServiceDefinition {
  root ??= protobuf.Root.fromJSON(JSON.parse(DESCRIPTOR) as protobuf.INamespace)
  const methods = root.lookupService(name).methodsArray
  return Object.fromEntries(methods.map((method) => [method.name, methodDefinition(name, method)]))
}

function methodDefinition(service: string, method: protobuf.Method): MethodDefinition<object, object> {
  method.resolve()
  const { name, requestStream = false, responseStream = false } = method
  const [request, response] = [coding(method.resolvedRequestType), coding(method.resolvedResponseType)]
  return {
    path: `/${service}/${name}`,
    requestStream,
    responseStream,
    requestSerialize: request.serialize,
    requestDeserialize: request.deserialize,
    responseSerialize: response.serialize,
    responseDeserialize: response.deserialize,
    originalName: name.charAt(0).toLowerCase() + name.slice(1),
  }
}

function coding(type: protobuf.Type | null) {
  if (type === null) throw new Error('a method of a service has no type: run `npm run proto`')
  return {
    serialize: (message: object) => type.encode(type.fromObject(message)).finish() as Buffer,
    deserialize: (bytes: Buffer): object => type.toObject(type.decode(bytes), OPTIONS),
  }
}

/** The folder with the .proto files: beside this file in the source, and two folders up from the build. */
function protoFolder(): string {
  const here = path.dirname(fileURLToPath(import.meta.url))
  return existsSync(path.join(here, 'ion.proto')) ? here : path.resolve(here, '../../proto')
}
