import path from 'node:path'
import type { Artifact__Output } from '../../proto/generated/iteron/v1/Artifact.ts'
import type { File__Output } from '../../proto/generated/iteron/v1/File.ts'
import { defineCommand, type Command } from '../command.ts'
import { DownloadTarget, type IncomingFile } from '../download-target.ts'
import { failure } from '../errors.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { filterOptions, pagingOptions, settingOptions } from '../options.ts'
import { printList } from '../output/list.ts'
import { pairs, printRecord, section } from '../output/record.ts'
import { byteSize, count, localTime, oneLine } from '../output/text.ts'
import { allOf, pagesOf } from '../pages.ts'
import { withServerOrFolder } from '../server-or-folder.ts'
import type { Session } from '../session.ts'
import { ARTIFACT_LIST, artifactJson, FILE_COLUMNS } from '../views/artifact.ts'

const ARTIFACT = {
  artifact: { type: 'string', demandOption: true, describe: 'Id, or the beginning of one.' },
} as const

const list = defineCommand({
  usage: 'list',
  describe: 'Artifacts, newest first',
  options: {
    job: { type: 'string', describe: 'Only what this job made: id, or the beginning of one.' },
    module: filterOptions.module,
    'correlation-id': filterOptions['correlation-id'],
    since: filterOptions.since,
    deleted: { type: 'boolean', describe: 'Also those that were deleted.' },
    ...pagingOptions,
  },
  run: async (session, args) => {
    const pages = pagesOf(session, args, async (pageSize, pageToken) => {
      const answer = await session.server.call('artifacts', 'ListArtifacts', {
        pageSize,
        pageToken,
        job: args.job,
        module: args.module,
        correlationId: args['correlation-id'],
        sinceMs: args.since,
        deleted: args.deleted,
      })
      return { items: answer.artifacts, next: answer.nextPageToken }
    })
    await printList(session, pages, ARTIFACT_LIST)
    return undefined
  },
})

const get = defineCommand({
  usage: 'get <artifact>',
  describe: 'One artifact with all of its files',
  positionals: ARTIFACT,
  run: async (session, args) => {
    const found = await session.server.call('artifacts', 'GetArtifact', { artifact: args.artifact })
    const artifact = { ...found, files: await allFiles(session, found) }
    await printRecord(session, artifactJson(artifact), () => describeArtifact(session, artifact))
    return undefined
  },
})

async function allFiles(session: Session, artifact: Artifact__Output): Promise<File__Output[]> {
  if (artifact.files.length >= artifact.fileCount) return artifact.files
  return await allOf(async (pageSize, pageToken) => {
    const request = { artifact: artifact.id, pageSize, pageToken }
    const answer = await session.server.call('artifacts', 'ListArtifactFiles', request)
    return { items: answer.files, next: answer.nextPageToken }
  })
}

function describeArtifact(session: Session, artifact: Artifact__Output): string {
  const head = pairs([
    ['id', artifact.id],
    ['path', artifact.path],
    ['producer', artifact.producer],
    ['job', artifact.job],
    ['attempt', artifact.attempt],
    ['trace', artifact.correlationId],
    ['files', artifact.fileCount],
    ['size', byteSize(artifact.bytes)],
    ['created', localTime(artifact.createdAtMs)],
    ['deleted', localTime(artifact.deletedAtMs)],
  ])
  return head + section(session, 'Files', FILE_COLUMNS, artifact.files)
}

const download = defineCommand({
  usage: 'download <artifact> <dir>',
  describe: 'Its files into a folder, each checked against its digest',
  positionals: {
    ...ARTIFACT,
    dir: { type: 'string', demandOption: true, describe: 'Folder; made if there is none.' },
  },
  options: {
    path: { type: 'string', describe: 'Only this file, or what is below this folder of the artifact.' },
    force: { type: 'boolean', describe: 'Overwrites files that exist.' },
  },
  run: async (session, { artifact, dir, path: only, force }) => {
    const folder = path.resolve(session.io.cwd, dir)
    const request = { artifact, path: only }
    const parts = session.server.stream('artifacts', 'DownloadArtifact', request)
    const files = await receive(parts, async () => await DownloadTarget.open(folder, force === true))
    const bytes = files.reduce((sum, { size }) => sum + size, 0)
    const value = {
      dir: folder,
      files: files.map(({ path: name, digest, size }) => ({ path: name, digest, size })),
    }
    await printRecord(
      session,
      value,
      () =>
        `${files.map((file) => `${path.join(dir, file.path)}\n`).join('')}${count(files.length, 'file')}, ${byteSize(bytes)}\n`,
    )
    return undefined
  },
})

interface Part {
  readonly file?: File__Output | null
  readonly chunk?: Uint8Array
}

/** Writes what arrives; the folder is opened when the first file does, so that a refusal leaves none behind. */
async function receive(
  parts: AsyncIterable<Part>,
  open: () => Promise<DownloadTarget>,
): Promise<File__Output[]> {
  const files: File__Output[] = []
  let target: DownloadTarget | undefined
  let incoming: IncomingFile | undefined
  try {
    for await (const { file, chunk } of parts) {
      if (chunk !== undefined) await incoming?.write(chunk)
      if (!file) continue
      await incoming?.commit()
      target ??= await open()
      incoming = await target.begin(file)
      files.push(file)
    }
    await incoming?.commit()
  } catch (error) {
    await incoming?.discard()
    throw error
  }
  return files
}

const verify = defineCommand({
  usage: 'verify [artifact..]',
  describe: 'Read the stored bytes and compare them with their digests',
  positionals: { artifact: { type: 'string', array: true, describe: 'Ids; without any, all artifacts.' } },
  options: settingOptions('data'),
  run: async (session, args) =>
    await withServerOrFolder(session, args, async () => await verifyFiles(session, args.artifact ?? [])),
})

async function verifyFiles(session: Session, artifacts: readonly string[]): Promise<ExitCode> {
  const problems: { artifact: string; path: string; problem: string }[] = []
  let files = 0
  for await (const { file, intact, problem } of session.server.stream('artifacts', 'VerifyArtifacts', {
    artifacts,
  })) {
    files++
    if (intact || file === null) continue
    problems.push({ artifact: file.artifact, path: file.path, problem: problem ?? 'not intact' })
    if (session.format === 'table')
      await session.print(`${file.artifact}:${oneLine(file.path)}  ${oneLine(problem ?? 'not intact')}\n`)
  }
  await printRecord(session, { files, damaged: problems.length, problems }, () =>
    problems.length === 0 ? `${count(files, 'file')}, all intact\n` : '',
  )
  if (problems.length === 0) return EXIT.done
  throw failure(
    `damaged: ${problems.length} of ${count(files, 'file')}`,
    '`iteron lineage up ARTIFACT:PATH` says how it was made, to make it again.',
  )
}

const remove = defineCommand({
  usage: 'delete <artifact>',
  describe: 'Delete its files; a tombstone stays, and lineage with it',
  positionals: ARTIFACT,
  run: async (session, args) => {
    const artifact = await session.server.call('artifacts', 'DeleteArtifact', { artifact: args.artifact })
    await printRecord(session, artifactJson(artifact), () => `deleted artifact ${artifact.id}\n`)
    return undefined
  },
})

const reindex = defineCommand({
  usage: 'reindex',
  describe: 'Rebuild artifacts and their edges from the metadata.yaml files',
  options: settingOptions('data'),
  run: async (session, args) =>
    await withServerOrFolder(
      session,
      args,
      async () => {
        let [found, added] = [0, 0]
        const problems: string[] = []
        for await (const part of session.server.stream('artifacts', 'ReindexArtifacts', {})) {
          found = Math.max(found, part.found)
          added = Math.max(added, part.added)
          if (part.problem !== undefined) problems.push(part.problem)
        }
        if (session.format === 'table') for (const problem of problems) await session.warn(problem)
        await printRecord(
          session,
          { found, added, problems },
          () => `${count(found, 'artifact')} found, ${added} added\n`,
        )
        if (problems.length > 0) throw failure(`${count(problems.length, 'metadata file')} could not be read`)
        return EXIT.done
      },
      { anew: true },
    ),
})

export const COMMANDS: readonly Command[] = [list, get, download, verify, remove, reindex]
