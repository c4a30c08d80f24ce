import path from 'node:path'
import { defineCommand, type Command } from '../command.ts'
import { specFromFile } from '../module-spec.ts'
import { settingOptions } from '../options.ts'
import { pairs, printRecord, section } from '../output/record.ts'
import { byteSize } from '../output/text.ts'
import { resolveProgram } from '../program-files.ts'
import { checkPublish, dataOf, publishOptions, regularFile } from '../publish.ts'
import type { Session } from '../session.ts'
import type { DevRunResult } from '../offline/dev-run.ts'

const run = defineCommand({
  usage: 'run',
  describe: 'One run of a module in a scratch folder, checked as a job would be; nothing is recorded',
  options: {
    'module-file': {
      type: 'string',
      alias: 'f',
      demandOption: true,
      describe: 'Specification, module.yaml.',
    },
    file: {
      ...publishOptions.file,
      describe: 'An input file; the module gets it as in/data/NAME; repeatable.',
    },
    data: publishOptions.data,
    type: { type: 'string', describe: 'Event type; by default the first that the module takes.' },
    ...settingOptions('keep-workspace'),
  },
  check: (args) => {
    checkPublish({ type: args.type ?? 'any', data: args.data, file: args.file })
  },
  run: async (session, args) => {
    const { io } = session
    const written = path.resolve(io.cwd, args['module-file'])
    const program = await resolveProgram(await specFromFile(written), path.dirname(written))
    const code = program.code.map(({ path: file = '', digest = '' }) => ({ path: file, digest }))
    const { devRun } = await import('../offline/dev-run.ts')
    const result = await devRun({
      spec: program.spec,
      code,
      type: args.type,
      data: dataOf(args.data ?? []),
      files: (args.file ?? []).map((file) => regularFile(io.cwd, file)),
      keep: session.settings['keep-workspace'],
      env: io.env,
      signal: io.signal,
      print: async ({ text }) => await session.note(text),
    })
    await printRecord(session, result, () => describeRun(session, result))
    return undefined
  },
})

type OutputFile = DevRunResult['files'][number]
type RaisedEvent = DevRunResult['events'][number]

function describeRun(session: Session, { files, events, insights, folder }: DevRunResult): string {
  const fileColumns = [
    { title: 'path', value: (file: OutputFile) => file.path },
    { title: 'size', value: (file: OutputFile) => byteSize(file.size) },
  ]
  const eventColumns = [
    { title: 'type', value: (event: RaisedEvent) => event.type },
    { title: 'files', value: (event: RaisedEvent) => event.files.join(' ') },
    { title: 'data', value: (event: RaisedEvent) => JSON.stringify(event.data) },
  ]
  const insightText = insights.map(({ key, value }) => `${key}=${JSON.stringify(value)}`).join(' ')
  return [
    pairs([
      ['verdict', 'would be committed'],
      ['files', files.length],
      ['events', events.length],
      ['insights', insightText],
      ['folder', folder],
    ]),
    section(session, 'Files', fileColumns, files),
    section(session, 'Events', eventColumns, events),
  ].join('')
}

export const COMMANDS: readonly Command[] = [run]
