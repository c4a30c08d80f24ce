import path from 'node:path'
import { defineCommand, type Command } from '../command.ts'
import { settingOptions } from '../options.ts'
import type { RestoreProgress } from '../offline/restore.ts'
import { pairs, printRecord } from '../output/record.ts'
import { byteSize, count } from '../output/text.ts'
import { ProgressLine } from '../progress-line.ts'
import { reportMissing } from './backup.ts'

const restore = defineCommand({
  usage: 'restore <dir>',
  describe: 'Make a data folder of a backup; it must be empty, or half restored',
  positionals: {
    dir: { type: 'string', demandOption: true, describe: 'Folder of the backup.' },
  },
  options: {
    ...settingOptions('data'),
    snapshot: {
      type: 'string',
      describe: 'Which snapshot, by its time or the beginning of it; by default the newest.',
    },
  },
  run: async (session, args) => {
    const { restore: restoreFolder } = await import('../offline/restore.ts')
    const line = new ProgressLine(session.io.stderr)
    const { missing, ...restored } = await restoreFolder({
      folder: path.resolve(session.io.cwd, args.dir),
      data: session.settings.data,
      snapshot: args.snapshot,
      signal: session.io.signal,
      onProgress: (progress) => line.show(() => describeProgress(progress)),
    }).finally(() => line.clear())
    const { pieces: _pieces, piecesTotal: _total, ...numbers } = restored
    const value = { ...numbers, data: session.settings.data, problems: missing }
    await printRecord(session, value, () =>
      pairs([
        ['snapshot', restored.snapshot],
        ['installation', restored.installation],
        ['data', session.settings.data],
        ['documents', restored.documents],
        ['files', `${restored.blobs} (${byteSize(restored.bytes)})`],
      ]),
    )
    await reportMissing(
      session,
      missing,
      'the backup does not have them as they were; all else is restored',
      '`iteron doctor` names the artifacts that they are of. Another backup may have them.',
    )
    return undefined
  },
})

export const COMMANDS: readonly Command[] = [restore]

function describeProgress({ pieces, piecesTotal, documents, blobs, bytes }: RestoreProgress): string {
  const share = Math.floor((100 * pieces) / Math.max(1, piecesTotal))
  return `${share} %, ${count(documents, 'document')}, ${count(blobs, 'file')} (${byteSize(bytes)})`
}
