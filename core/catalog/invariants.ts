import type { ModuleRecord } from '../model/module-spec.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import { artifactsAreWhole, contentsAreThere, edgesLead } from './artifact-invariants.ts'
import type { Catalog } from './catalog.ts'
import {
  every,
  type Check,
  type Finding,
  type InvariantCount,
  type InvariantOptions,
  type InvariantSource,
} from './invariant-source.ts'
import { attemptsBelong, commitsAreWhole, eventsHaveJobs, jobsAreWhole } from './job-invariants.ts'
import { verifyArtifacts } from './verification.ts'

const CHECKS: Readonly<Record<string, Check>> = {
  'every event has the jobs that were decided': eventsHaveJobs,
  'every job has its event, and its state fits its fields': jobsAreWhole,
  'every committed job has its events and artifact': commitsAreWhole,
  'every attempt belongs to its job': attemptsBelong,
  'every artifact has its manifest and metadata': artifactsAreWhole,
  'every stored file has its content': contentsAreThere,
  'every edge leads to an artifact': edgesLead,
  'every name belongs to one module': namesAreUnique,
}

/** Names of all checks, in the order in which they are made. */
export function invariantNames(verifyFiles: boolean): string[] {
  return [...Object.keys(CHECKS), ...(verifyFiles ? [FILES] : [])]
}

const FILES = 'every file has the bytes of its digest'

/**
 * Checks what must hold of the records and blobs, and yields what doesn't. Work in progress
 * is no finding as far as its records say so.
 */
export async function* brokenInvariants(
  catalog: Catalog,
  blobs: BlobStore,
  count: InvariantCount,
  options: InvariantOptions,
): AsyncGenerator<Finding> {
  const source = { catalog, store: catalog.context.store, blobs, count, options }
  for (const [check, find] of Object.entries(CHECKS)) {
    for await (const finding of find(source)) yield { check, ...finding }
  }
  if (!options.verifyFiles) return
  for await (const { artifact, file, problem } of verifyArtifacts(
    catalog,
    blobs,
    undefined,
    options.signal,
  )) {
    if (problem !== undefined) yield { check: FILES, subject: `${artifact}:${file.path}`, message: problem }
  }
}

async function* namesAreUnique(source: InvariantSource): ReturnType<Check> {
  const holders = new Map<string, string>()
  for await (const { id, name, state, version } of every<ModuleRecord>(source, 'modules')) {
    if ((await source.catalog.modules.version(id, version)) === undefined) {
      yield { subject: id, message: `its version ${version} is not recorded` }
    }
    if (state === 'deleted') continue
    const other = holders.get(name)
    if (other !== undefined) yield { subject: id, message: `${other} has the name ${name} too` }
    holders.set(name, id)
  }
}
