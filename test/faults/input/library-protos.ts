import path from 'node:path'
import { loadSync, type MethodDefinition, type PackageDefinition } from '@grpc/proto-loader'
import { SERVICES, type ServiceName } from '../../../proto/loader.ts'
import { root } from '../../architecture/imports.ts'

const OPTIONS = { longs: Number, enums: String, defaults: true, oneofs: true }
const loaded = new Map<string, PackageDefinition>()

/** One .proto file and what it imports, as any client's library reads it. */
export function loadProto(file: string): PackageDefinition {
  const known = loaded.get(file) ?? loadSync(file, { ...OPTIONS, includeDirs: [path.join(root, 'proto')] })
  loaded.set(file, known)
  return known
}

/** The methods of a service by name. */
export function servicesByLibrary(service: ServiceName): Record<string, MethodDefinition<object, object>> {
  const { file, name } = SERVICES[service]
  return loadProto(file)[name] as unknown as Record<string, MethodDefinition<object, object>>
}
