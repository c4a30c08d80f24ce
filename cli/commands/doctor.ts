import { defineCommand, type Command } from '../command.ts'
import { failure } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import { settingOptions } from '../options.ts'
import { printRecord } from '../output/record.ts'
import { count, oneLine } from '../output/text.ts'
import { withServerOrFolder } from '../server-or-folder.ts'

const doctor = defineCommand({
  usage: 'doctor',
  describe: "Check the store's invariants; asks the running server, else opens the data folder",
  options: {
    ...settingOptions('data'),
    'verify-files': {
      type: 'boolean',
      describe: 'Also reads every stored file and compares it with its digest.',
    },
  },
  run: async (session, args) =>
    await withServerOrFolder(session, args, async () => {
      const findings: { check: string; message: string; subject: string }[] = []
      let summary = { checks: [] as string[], documents: 0 }
      const request = { verifyFiles: args['verify-files'] }
      for await (const part of session.server.stream('server', 'RunDoctor', request)) {
        if (part.summary !== null) summary = part.summary
        if (part.finding === null) continue
        const { check, message, subject } = part.finding
        findings.push({ check, message, subject })
        if (session.format === 'table') await session.print(`${check}: ${oneLine(message)} (${subject})\n`)
      }
      const { checks, documents } = summary
      const value = { sound: findings.length === 0, checks, documents, findings }
      await printRecord(session, value, () =>
        findings.length > 0
          ? ''
          : `sound: ${count(checks.length, 'check')} over ${count(documents, 'document')}, nothing found\n`,
      )
      if (findings.length === 0) return EXIT.done
      throw failure(
        `${count(findings.length, 'finding')}: an invariant of the store is broken`,
        'Keep a copy of the data folder before anything else is done to it.',
      )
    }),
})

export const COMMANDS: readonly Command[] = [doctor]
