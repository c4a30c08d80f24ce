import { statSync } from 'node:fs'
import path from 'node:path'
import type { PublishedEvent__Output } from '../proto/generated/iteron/v1/PublishedEvent.ts'
import { usageError } from './errors.ts'
import type { ExitCode } from './exit-codes.ts'
import { printRecord } from './output/record.ts'
import type { Session } from './session.ts'
import { uploadFiles } from './upload.ts'
import { jobJson } from './views/job.ts'
import { reportOutcome, waitForEvent } from './wait-progress.ts'

export const publishOptions = {
  data: { type: 'string', array: true, describe: 'A value that the event carries, KEY=VALUE; repeatable.' },
  file: {
    type: 'string',
    array: true,
    describe: 'A file that it passes on; modules get it as in/data/NAME; repeatable.',
  },
  id: { type: 'string', describe: 'Its id; by default a new one. The same id and source twice count once.' },
  source: { type: 'string', describe: 'Who publishes it.' },
  'correlation-id': { type: 'string', alias: 'c', describe: 'The trace it belongs to; by default its own.' },
  wait: { type: 'boolean', describe: 'Waits until all that it causes is at rest.' },
} as const

export interface PublishRequest {
  readonly type: string
  readonly id?: string | undefined
  readonly source?: string | undefined
  readonly causationId?: string | undefined
  readonly correlationId?: string | undefined
  readonly data?: readonly string[] | undefined
  readonly file?: readonly string[] | undefined
  readonly wait?: boolean | undefined
}

/** What can be found wrong without a server, but for the files. */
export function checkPublish(args: Pick<PublishRequest, 'type' | 'id' | 'data' | 'file'>): void {
  // An unset variable of a script: with a new id instead, what comes again would count twice.
  if (args.id === '') throw usageError('the event id is empty', 'Leave the option out for a new id.')
  if (args.type === '')
    throw usageError('the event type is empty', 'Give the type that modules subscribe to.')
  dataOf(args.data ?? [])
  const names = new Map<string, string>()
  for (const file of args.file ?? []) {
    const name = path.basename(file)
    const other = names.get(name)
    if (other !== undefined)
      throw usageError(
        `${other} and ${file} would both be in/data/${name}`,
        'Rename one of them, or publish two events.',
      )
    names.set(name, file)
  }
}

/** Uploads the files, publishes, prints the id; with `wait` also waits, and fails if anything of it failed. */
export async function publishAndReport(
  session: Session,
  request: PublishRequest,
): Promise<ExitCode | undefined> {
  const event = await publish(session, request)
  if (event.modules.length === 0) await session.warn(untaken(event))
  const value = { id: event.id, source: event.source, type: event.type, correlationid: event.correlationId }
  if (request.wait !== true) {
    await printRecord(session, value, () => `${event.id}\n`)
    return undefined
  }
  if (session.format === 'table') await session.print(`${event.id}\n`)
  const outcome = await waitForEvent(session, event.key)
  if (session.format !== 'table')
    await printRecord(
      session,
      { ...value, verdict: outcome.verdict, jobs: outcome.jobs.map(jobJson) },
      () => '',
    )
  return await reportOutcome(session, outcome)
}

/** As specifications have it. Events from elsewhere may have other types, so that the server takes them. */
const SUBSCRIBABLE = /^[A-Za-z0-9_][A-Za-z0-9_.:/-]{0,254}$/

/** Whether a module can subscribe to events of this type. */
export function isSubscribable(type: string): boolean {
  return SUBSCRIBABLE.test(type)
}

function untaken({ type, id }: PublishedEvent__Output): string {
  if (!isSubscribable(type))
    return (
      `no module can subscribe to ${JSON.stringify(type)}: it is kept, and nothing will run.` +
      ' A type has letters, digits and . _ - : / only.'
    )
  return (
    `no module takes events of type ${type}: it is kept, and nothing runs.` +
    ` Once there is one: \`iteron event redrive ${id}\``
  )
}

async function publish(session: Session, request: PublishRequest): Promise<PublishedEvent__Output> {
  const files = (request.file ?? []).map((file) => regularFile(session.io.cwd, file))
  const data = dataOf(request.data ?? [])
  const artifact =
    files.length === 0 ? undefined : await uploadFiles(session, files, request.correlationId ?? '')
  const { events } = await session.server.call('events', 'PublishEvents', {
    events: [
      {
        type: request.type,
        id: request.id,
        source: request.source,
        correlationId: request.correlationId,
        causationId: request.causationId,
        dataJson: Object.keys(data).length === 0 ? '' : JSON.stringify(data),
        files: artifact === undefined ? [] : [{ artifact: artifact.id }],
      },
    ],
  })
  return events[0] as PublishedEvent__Output // one was published, so one is answered
}

/** The absolute path of a file that was named; a usage error if it is no regular file. */
export function regularFile(cwd: string, file: string): string {
  const absolute = path.resolve(cwd, file)
  const stats = statSync(absolute, { throwIfNoEntry: false })
  if (stats === undefined) throw usageError(`--file ${file}: there is no such file`, 'Check the path.')
  if (!stats.isFile())
    throw usageError(
      `--file ${file} is not a regular file`,
      'Name each file of a folder with a --file of its own.',
    )
  return absolute
}

/** `KEY=VALUE` as a record; a usage error for anything else, and for a key given twice. */
export function dataOf(given: readonly string[]): Record<string, string> {
  const data: [string, string][] = given.map((pair) => {
    const at = pair.indexOf('=')
    if (at < 1)
      throw usageError(`--data ${JSON.stringify(pair)} is not KEY=VALUE`, 'For example --data url=http://…')
    return [pair.slice(0, at), pair.slice(at + 1)]
  })
  const keys = data.map(([key]) => key)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice !== undefined) throw usageError(`--data ${twice}=… was given twice`, 'Each key has one value.')
  return Object.fromEntries(data)
}
