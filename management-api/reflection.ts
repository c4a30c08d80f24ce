import type { Server } from '@grpc/grpc-js'
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

/** Server reflection (v1 and v1alpha) for everything in the definition, which must have been loaded with `keepCase`. */
export function addReflection(server: Server, definition: PackageDefinition): void {
  const reflection = new ReflectionService(definition)
  const { v1, v1Alpha } = reflection as unknown as { v1: unknown; v1Alpha: unknown }
  for (const tables of [tablesOf(v1), tablesOf(v1Alpha)]) {
    nameUnpackaged(tables)
    forgetPrototypes(tables)
    for (const file of Object.values(tables.files)) tables.fileEncodings.set(file, nameMapEntries(file))
  }
  reflection.addToServer(server)
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
    throw new IteronError(
      'INTERNAL',
      '@grpc/reflection has changed inside: its tables are not where they were',
    )
  }
  return tables as Tables
}
