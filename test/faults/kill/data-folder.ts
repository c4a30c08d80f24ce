import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { artifactPrefix, logKey, metadataKey } from '../../../core/model/artifact-keys.ts'
import { artifactId } from '../../../core/model/identity.ts'
import type { Books } from './accounting.ts'

const LIMITS = { maxKeyBytes: 3000, maxPartBytes: 255 }

/** What an installation that was stopped may have beside its blobs. */
const FILES = new Set([
  'iteron.db',
  'iteron.db-wal',
  'iteron.db-shm',
  'iteron.lock',
  'iteron.lock-journal',
  'iteron.pid',
  'control/id',
])

/** How far the attempts were whose workspaces a dead process left. */
export function stagesLeft(data: string): string[] {
  const work = path.join(data, 'work')
  return list(work)
    .filter((name) => !name.endsWith('.out'))
    .map((name) => {
      if (list(path.join(work, `${name}.out`)).length > 0) return 'commit'
      return existsSync(path.join(work, name, 'in/eventmeta.json')) ? 'module' : 'prepare'
    })
}

/** Files in the data folder of a stopped installation that nothing accounts for, a sentence for each. */
export function unowned(data: string, books: Books): string[] {
  const blobs = new Set(filesBelow(path.join(data, 'blobs')))
  const owned = ownedBlobs(data, books)
  const kept = filesBelow(data).filter((file) => !file.startsWith('blobs/'))
  return [
    ...kept.filter((file) => !FILES.has(file)).map((file) => `the file ${file} should be gone`),
    ...list(path.join(data, 'work')).map((name) => `the workspace ${name} should be gone`),
    ...[...blobs].filter((key) => !owned.has(key)).map((key) => `nothing owns the blob ${key}`),
    ...[...owned]
      .filter(([key, must]) => must && !blobs.has(key))
      .map(([key]) => `the blob ${key} is missing`),
  ]
}

/** Blobs that may be there: key → whether it must. */
function ownedBlobs(data: string, { artifacts, attempts }: Books): Map<string, boolean> {
  const owned = new Map<string, boolean>()
  for (const { path: prefix } of artifacts) {
    const key = metadataKey(prefix)
    owned.set(key, true)
    const metadata = parse(readFileSync(path.join(data, 'blobs', key), 'utf8')) as Metadata
    for (const file of metadata.manifest) owned.set(file.key, true)
  }
  for (const { job, module, number, createdAtMs, logBytes } of attempts) {
    const place = { at: createdAtMs, producer: module, artifact: artifactId(job, number, 'data') }
    owned.set(logKey(artifactPrefix(place, LIMITS), number), logBytes !== undefined && logBytes > 0)
  }
  return owned
}

interface Metadata {
  readonly manifest: readonly { readonly key: string }[]
}

/** Paths of all that is no folder, relative. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
}

/** Names in a folder; none if it isn't there. */
function list(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}
