import { VERSION } from '../../core/version.ts'
import { defineCommand, type Command } from '../command.ts'
import { printRecord } from '../output/record.ts'

const version = defineCommand({
  usage: 'version',
  describe: 'Show the version',
  run: async (session) => {
    const value = { version: VERSION, node: process.version, platform: `${process.platform}/${process.arch}` }
    await printRecord(session, value, () => `${VERSION}\n`)
    return undefined
  },
})

export const COMMANDS: readonly Command[] = [version]
