import {
  status,
  type handleBidiStreamingCall,
  type MethodDefinition,
  type Server,
  type ServerDuplexStream,
  type ServiceDefinition,
} from '@grpc/grpc-js'
import type { PackageDefinition } from '@grpc/proto-loader'
import { ReflectionService } from '@grpc/reflection'
import { IteronError } from '../core/errors.ts'
import { nameMapEntries, type FileDescriptor } from './map-entries.ts'

/** The tables by which the library answers. */
interface Tables {
  readonly symbols: Record<string, unknown>
  readonly services: Record<string, unknown>
  readonly files: Record<string, FileDescriptor>
  readonly extensions: Record<string, unknown>
  readonly fileEncodings: Map<FileDescriptor, Uint8Array>
}

/** A version's one method, as the library would add it to a server. */
interface Reflecting {
  readonly definition: MethodDefinition<unknown, unknown>
  readonly implementation: handleBidiStreamingCall<unknown, unknown>
}

const VERSIONS = ['v1', 'v1alpha']
const METHOD = 'ServerReflectionInfo'

/**
 * In the place of a request that can't be read: for that the library ends a call at once, and when an earlier request is
 * answered after its end, the stream stays for ever.
 */
const UNREADABLE = Symbol('unreadable')

/**
 * Server reflection (v1 and v1alpha) for everything in the definition, which must have been loaded with `keepCase`. What
 * it answers from is made for the first who asks: that takes as long as the rest of a start.
 */
export function addReflection(server: Server, definition: () => PackageDefinition): void {
  let made: ReadonlyMap<string, Reflecting> | undefined
  for (const version of VERSIONS) {
    const path = `/grpc.reflection.${version}.ServerReflection/${METHOD}`
    const reflecting = () => {
      made ??= methodsOf(definition())
      const method = made.get(path)
      if (method === undefined) throw changed(`it doesn't add ${path}`)
      return method
    }
    const implementation: handleBidiStreamingCall<unknown, unknown> = (stream) => {
      reflecting().implementation(inOrder(stream))
    }
    server.addService({ [METHOD]: deferred(path, reflecting) }, { [METHOD]: implementation })
  }
}

function deferred(path: string, reflecting: () => Reflecting): MethodDefinition<unknown, unknown> {
  return {
    path,
    requestStream: true,
    responseStream: true,
    requestSerialize: (value) => reflecting().definition.requestSerialize(value),
    requestDeserialize: (bytes) => {
      const { requestDeserialize } = reflecting().definition
      try {
        return requestDeserialize(bytes)
      } catch {
        return UNREADABLE
      }
    },
    responseSerialize: (value) => reflecting().definition.responseSerialize(value),
    responseDeserialize: (bytes) => reflecting().definition.responseDeserialize(bytes),
  }
}

/** The call as its implementation sees it: one that can't be read is refused when those before it are answered. */
function inOrder(stream: ServerDuplexStream<unknown, unknown>): ServerDuplexStream<unknown, unknown> {
  let refused = false
  const take = (heard: (request?: unknown) => void) => (request?: unknown) => {
    if (refused) return
    refused = request === UNREADABLE
    if (refused) stream.emit('error', { code: status.INTERNAL, details: 'Error deserializing request' })
    else heard(request)
  }
  const seen = {
    on: (event: string, heard: (request?: unknown) => void) => stream.on(event, take(heard)),
    write: (response: unknown) => stream.write(response),
    end: () => stream.end(),
  }
  return seen as unknown as ServerDuplexStream<unknown, unknown>
}

/** By path. */
function methodsOf(definition: PackageDefinition): ReadonlyMap<string, Reflecting> {
  const reflection = new ReflectionService(definition)
  const { v1, v1Alpha } = reflection as unknown as { v1: unknown; v1Alpha: unknown }
  for (const tables of [tablesOf(v1), tablesOf(v1Alpha)]) {
    nameUnpackaged(tables)
    forgetPrototypes(tables)
    for (const file of Object.values(tables.files)) tables.fileEncodings.set(file, nameMapEntries(file))
  }
  const methods = new Map<string, Reflecting>()
  const addService = (
    { [METHOD]: definition }: ServiceDefinition,
    { [METHOD]: implementation }: Readonly<Record<string, Reflecting['implementation']>>,
  ) => {
    if (definition !== undefined && implementation !== undefined)
      methods.set(definition.path, { definition, implementation })
  }
  reflection.addToServer({ addService })
  return methods
}

/**
 * The library files what has no package under `.Name`, but clients ask for `Name`, and a service must be listed so. It
 * has no
 * option for that, hence the reach into its tables.
 */
function nameUnpackaged({ symbols, services }: Tables): void {
  for (const [name, file] of Object.entries(symbols)) {
    if (name.startsWith('.')) symbols[name.slice(1)] = file
  }
  for (const [name, service] of Object.entries(services)) {
    if (!name.startsWith('.')) continue
    services[name.slice(1)] = service
    Reflect.deleteProperty(services, name)
  }
}

/** The library looks names up as they come: `constructor` would be found in any object, and answered with nothing. */
function forgetPrototypes({ symbols, files, extensions }: Tables): void {
  for (const table of [symbols, files, extensions]) Object.setPrototypeOf(table, null)
}

function tablesOf(implementation: unknown): Tables {
  const tables = implementation as Partial<Tables> | undefined
  const { symbols, services, files, extensions, fileEncodings } = tables ?? {}
  if ([symbols, services, files, extensions, fileEncodings].includes(undefined)) {
    throw changed('its tables are not where they were')
  }
  return tables as Tables
}

function changed(how: string): IteronError {
  return new IteronError('INTERNAL', `@grpc/reflection has changed inside: ${how}`)
}
