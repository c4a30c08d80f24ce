import { expect } from '@jest/globals'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
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
    ...emptyFolders(path.join(data, 'blobs')).map((folder) => `the folder ${folder} is empty`),
    ...list(path.join(data, 'work')).map((name) => `the workspace ${name} should be gone`),
    ...[...blobs].filter((key) => !owned.has(key)).map((key) => `nothing owns the blob ${key}`),
    ...[...owned].filter((key) => !blobs.has(key)).map((key) => `the blob ${key} is missing`),
  ]
}

/** Keys of the blobs that must be there, and no others: metadata, files of manifests, logs that attempts name. */
function ownedBlobs(data: string, { artifacts, attempts }: Books): Set<string> {
  const owned = new Set<string>()
  for (const { path: prefix } of artifacts) {
    const key = metadataKey(prefix)
    owned.add(key)
    for (const file of keysIn(readFileSync(path.join(data, 'blobs', key), 'utf8'))) owned.add(file)
  }
  for (const { job, module, number, createdAtMs, logBytes } of attempts) {
    if (logBytes === undefined) continue
    const place = { at: createdAtMs, producer: module, artifact: artifactId(job, number, 'data') }
    owned.add(logKey(artifactPrefix(place, LIMITS), number))
  }
  return owned
}

/** Keys of the files that metadata lists: a line for each, its key last. A YAML parser takes minutes for 30,000. */
function keysIn(metadata: string): string[] {
  const keys = [...metadata.matchAll(/^ {2}- \{path: .*, key: (".*")\}$/gm)].map(
    ([, key]) => JSON.parse(key!) as string,
  )
  expect(keys).toHaveLength(Number(/^files: (\d+)$/m.exec(metadata)?.[1]))
  return keys
}

/** Paths of all that is no folder, relative. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
}

/** Folders with nothing in them, but for the store's own. */
function emptyFolders(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== '.tmp')
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((place) => readdirSync(place).length === 0)
}

/** Names in a folder; none if it isn't there. */
function list(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}
