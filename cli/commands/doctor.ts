import type { Finding__Output as Finding } from '../../proto/generated/iteron/v1/Finding.ts'
import { defineCommand, type Command } from '../command.ts'
import { failure } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import { settingOptions } from '../options.ts'
import { printRecord } from '../output/record.ts'
import { count, oneLine } from '../output/text.ts'
import { withServerOrFolder } from '../server-or-folder.ts'

interface Summary {
  readonly checks: readonly string[]
  readonly documents: number
}

const doctor = defineCommand({
  usage: 'doctor',
  describe: "Check the store's invariants; asks the running server, else opens the data folder",
  options: {
    ...settingOptions('data'),
    blobs: {
      type: 'boolean',
      describe: 'Also accounts for every blob, and names those that nothing leads to.',
    },
    'verify-files': {
      type: 'boolean',
      describe: 'Also reads every stored file and compares it with its digest.',
    },
  },
  run: async (session, args) =>
    await withServerOrFolder(session, args, async () => {
      const request = { verifyFiles: args['verify-files'], accountBlobs: args.blobs }
      const found: Finding[] = []
      let summary = { checks: [] as string[], documents: 0 }
      for await (const part of session.server.stream('server', 'RunDoctor', request)) {
        if (part.summary !== null) summary = part.summary
        if (part.finding === null) continue
        found.push(part.finding)
        if (session.format === 'table') await session.print(describeFinding(part.finding))
      }
      const findings = found.filter(({ note }) => !note)
      await printRecord(session, doctorJson(found, summary), () => describeEnd(findings, summary))
      if (findings.length === 0) return EXIT.done
      throw failure(
        `${count(findings.length, 'finding')}: an invariant of the store is broken`,
        'Keep a copy of the data folder before anything else is done to it.',
      )
    }),
})

function doctorJson(found: readonly Finding[], { checks, documents }: Summary): object {
  const broken = found.filter(({ note }) => !note)
  return {
    sound: broken.length === 0,
    checks,
    documents,
    findings: broken.map(({ check, message, subject, remedy }) => ({ check, message, subject, remedy })),
    notes: found
      .filter(({ note }) => note)
      .map(({ check, message, subject }) => ({ check, message, subject })),
  }
}

function describeFinding({ check, message, subject, note }: Finding): string {
  return `${note ? 'note: ' : ''}${check}: ${oneLine(message)} (${oneLine(subject)})\n`
}

/** Nothing found, or what to do about each invariant that is broken. */
function describeEnd(findings: readonly Finding[], { checks, documents }: Summary): string {
  if (findings.length === 0)
    return `sound: ${count(checks.length, 'check')} over ${count(documents, 'document')}, nothing found\n`
  const remedies = new Map(findings.map(({ check, remedy }) => [check, remedy]))
  return [...remedies].map(([check, remedy]) => `${check}: ${oneLine(remedy)}\n`).join('')
}

export const COMMANDS: readonly Command[] = [doctor]
