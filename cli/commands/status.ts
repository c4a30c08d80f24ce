import { defineCommand, type Command } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { settingOptions } from '../options.ts'
import { printRecord } from '../output/record.ts'
import { withServerOrFolder } from '../server-or-folder.ts'
import { statusJson, statusText } from '../views/status.ts'

const status = defineCommand({
  usage: 'status',
  describe:
    'What runs, what waits and for what, what failed; numbers for each module. Asks the running server, else opens the data folder',
  options: {
    ...settingOptions('data'),
    module: { type: 'string', describe: 'Numbers of this module only: id or name.' },
  },
  run: async (session, args) =>
    await withServerOrFolder(session, args, async (over) => {
      const [server, now, numbers] = await Promise.all([
        session.server.call('server', 'GetServerInfo', {}),
        session.server.call('server', 'GetStatus', {}),
        session.server.call('server', 'GetStatistics', { module: args.module }),
      ])
      const folder = over === 'folder' ? session.settings.data : undefined
      const reading = { server, folder, now, numbers }
      await printRecord(session, statusJson(reading), () => statusText(session, reading))
      return EXIT.done
    }),
})

export const COMMANDS: readonly Command[] = [status]
