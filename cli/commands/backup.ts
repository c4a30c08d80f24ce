import path from 'node:path'
import { defineCommand, type Command } from '../command.ts'
import { failure } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import { settingOptions } from '../options.ts'
import type { BackupProgress, BackupResult, Verification } from '../offline/backup.ts'
import { pairs, printRecord } from '../output/record.ts'
import { byteSize, count, oneLine } from '../output/text.ts'
import { ProgressLine } from '../progress-line.ts'
import { withServerOrFolder } from '../server-or-folder.ts'
import type { Session } from '../session.ts'

/** So many problems are named; all of them with -o json. */
const MOST_NAMED = 20

const backup = defineCommand({
  usage: 'backup <dir>',
  describe: 'Add a snapshot to a backup: all records of one instant, and the files that are new',
  positionals: {
    dir: { type: 'string', demandOption: true, describe: 'Folder of the backup; made if there is none.' },
  },
  options: {
    ...settingOptions('data'),
    verify: {
      type: 'boolean',
      describe: 'Takes none, but reads all that the backup has and compares it with its digests.',
    },
  },
  run: async (session, args) => {
    const folder = path.resolve(session.io.cwd, args.dir)
    if (args.verify === true) {
      await verify(session, folder)
      return undefined
    }
    return await withServerOrFolder(session, args, async () => {
      await take(session, folder)
      return EXIT.done
    })
  },
})

export const COMMANDS: readonly Command[] = [backup]

async function take(session: Session, folder: string): Promise<void> {
  const { backUp } = await import('../offline/backup.ts')
  const line = new ProgressLine(session.io.stderr)
  const onProgress = (progress: BackupProgress) => line.show(() => describeProgress(progress))
  const run = { folder, signal: session.io.signal, onProgress }
  const result = await backUp(session.server, run).finally(() => line.clear())
  await printRecord(session, resultJson(result), () => describeResult(result))
  await reportMissing(
    session,
    result.missing,
    'could not be copied: the snapshot is complete but for them',
    '`iteron artifact verify` says which artifacts they are of; the next backup tries them again.',
  )
}

function describeProgress(progress: BackupProgress): string {
  const { documents, piecesDone, piecesWithBlobs, blobsCopied, bytesCopied } = progress
  if (piecesWithBlobs === 0) return count(documents, 'document')
  const share = Math.floor((100 * piecesDone) / piecesWithBlobs)
  return `${count(documents, 'document')}, files ${share} %, ${count(blobsCopied, 'file')} copied (${byteSize(bytesCopied)})`
}

function resultJson(result: BackupResult): object {
  const { takenAt, piecesDone: _done, piecesWithBlobs: _with, missing, ...numbers } = result
  return { ...numbers, takenAt: new Date(takenAt).toISOString(), problems: missing }
}

function describeResult(result: BackupResult): string {
  const { blobs, blobBytes, blobsCopied, bytesCopied } = result
  return pairs([
    ['snapshot', result.snapshot],
    ['installation', result.installation],
    ['documents', result.documents],
    ['files', `${blobs} (${byteSize(blobBytes)})`],
    ['copied', `${blobsCopied} (${byteSize(bytesCopied)})`],
  ])
}

async function verify(session: Session, folder: string): Promise<void> {
  const { verifyFolder } = await import('../offline/backup.ts')
  const line = new ProgressLine(session.io.stderr)
  const onProgress = ({ blobs, bytes }: Verification) =>
    line.show(() => `${count(blobs, 'file')} read (${byteSize(bytes)})`)
  const run = { folder, signal: session.io.signal, onProgress }
  const result = await verifyFolder(run).finally(() => line.clear())
  const { findings, installation, snapshots, blobs, bytes } = result
  await printRecord(session, { sound: findings.length === 0, ...result }, () =>
    pairs([
      ['installation', installation],
      ['snapshots', snapshots.join(' ')],
      ['files', `${blobs} (${byteSize(bytes)})`],
    ]),
  )
  const problems = findings.map(({ subject, message }) => ({ key: subject, problem: message }))
  await reportMissing(
    session,
    problems,
    'the backup is damaged, or never had them',
    '`iteron backup` copies anew what the installation still has.',
  )
}

/** Names what isn't there; an error if that is anything. */
export async function reportMissing(
  session: Session,
  missing: readonly { readonly key: string; readonly problem: string }[],
  what: string,
  hint: string,
): Promise<void> {
  if (missing.length === 0) return
  if (session.format === 'table') {
    for (const { key, problem } of missing.slice(0, MOST_NAMED))
      await session.note(`${oneLine(key)}: ${oneLine(problem)}`)
    if (missing.length > MOST_NAMED)
      await session.note(`and ${missing.length - MOST_NAMED} more: -o json has all`)
  }
  throw failure(`${count(missing.length, 'problem')}: ${what}`, hint)
}
