import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { artifactJson } from '../../../cli/views/artifact.ts'
import { eventDetailJson } from '../../../cli/views/event.ts'
import { jobDetailJson } from '../../../cli/views/job.ts'
import { moduleJson } from '../../../cli/views/module.ts'
import { root } from '../../architecture/imports.ts'
import type { Installation } from '../../e2e/installation.ts'

const HEADING = /^## \[(?<version>\d[^\]]*)\](?: - \d{4}-\d{2}-\d{2} \((?<commit>[0-9a-f]{7,40})\))?$/gm
const FIXTURES = path.join(root, 'test/fixtures/data-folders')
const LONG_TEXT = 1000

export interface Release {
  readonly version: string
  /** Undefined if the heading doesn't name it. */
  readonly commit: string | undefined
}

type Records<T> = readonly (T & Readonly<Record<string, unknown>>)[]

/** What a folder held when its server was killed, as the command line of its time showed it. */
export interface Held {
  readonly version: string
  readonly commit: string
  readonly modules: Records<{ id: string }>
  readonly events: Records<{ id: string; key: string }>
  readonly jobs: Records<{ id: string; state: string; module: string; eventKey: string }>
  readonly artifacts: Records<{ id: string }>
  readonly deadLetters: Records<{ id: string }>
  readonly logs: Readonly<Record<string, { readonly text: string }>>
}

/** The versions of the changelog that were released, latest first. */
export function releases(changelog = readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8')): Release[] {
  return [...changelog.matchAll(HEADING)].map(({ groups = {} }) => ({
    version: groups['version'] ?? '',
    commit: groups['commit'],
  }))
}

/** What is missing of a version's folder. */
export function missingOf({ version }: Release): string[] {
  return [`${version}.tar.gz`, `${version}.json`].filter((name) => !existsSync(path.join(FIXTURES, name)))
}

/** Puts a version's folder where the installation has its own. Returns what it held. */
export function unpackInto(installation: Installation, { version }: Release): Held {
  const archive = path.join(FIXTURES, `${version}.tar.gz`)
  const { status, stderr } = spawnSync('tar', ['-xzf', archive, '-C', installation.folder], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${archive} can't be unpacked: ${stderr}`)
  return JSON.parse(readFileSync(path.join(FIXTURES, `${version}.json`), 'utf8')) as Held
}

/** The same records as today's program shows them. */
export async function seenOf(
  { client }: Installation,
  held: Held,
): Promise<Record<keyof Omit<Held, 'version' | 'commit'>, unknown>> {
  const each = <T, R>(records: readonly T[], read: (record: T) => Promise<R>) =>
    Promise.all(records.map(read))
  const files = async (artifact: string) =>
    (await client.call('artifacts', 'ListArtifactFiles', { artifact, pageSize: 1000 })).files
  const seen = {
    modules: await each(held.modules, async ({ id }) =>
      moduleJson(await client.call('modules', 'GetModule', { module: id })),
    ),
    events: await each(held.events, async ({ key }) =>
      eventDetailJson(await client.call('events', 'GetEvent', { event: key })),
    ),
    jobs: await each(held.jobs, async ({ id }) => jobDetailJson(await client.job(id))),
    artifacts: await each(held.artifacts, async ({ id }) =>
      artifactJson({
        ...(await client.call('artifacts', 'GetArtifact', { artifact: id })),
        files: await files(id),
      }),
    ),
    deadLetters: await each(held.deadLetters, async ({ id }) => ({
      id: (await client.call('deadLetters', 'GetDeadLetter', { deadLetter: id })).id,
    })),
    logs: Object.fromEntries(
      await each(Object.keys(held.logs), async (id) => [id, { text: await client.log(id) }] as const),
    ),
  }
  return JSON.parse(JSON.stringify(seen, shortened)) as typeof seen
}

/** As scripts/data-folder.mjs writes long text. */
function shortened(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= LONG_TEXT) return value
  return `sha256:${createHash('sha256').update(value).digest('hex')}`
}
