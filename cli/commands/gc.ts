import { readFileSync } from 'node:fs'
import path from 'node:path'
import { defineCommand, type Command } from '../command.ts'
import { failure, usageError } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import { settingOptions } from '../options.ts'
import { pairs, printRecord } from '../output/record.ts'
import { byteSize, count } from '../output/text.ts'
import { ProgressLine } from '../progress-line.ts'
import type { CollectGarbageResponse__Output } from '../../proto/generated/iteron/v1/CollectGarbageResponse.ts'
import { withServerOrFolder } from '../server-or-folder.ts'
import type { Session } from '../session.ts'

const gc = defineCommand({
  usage: 'gc',
  describe: 'Remove what has outlived the retention policy, and the bytes that nothing refers to',
  options: {
    ...settingOptions('data'),
    'dry-run': { type: 'boolean', describe: 'Changes nothing, and tells what would be done.' },
    policy: {
      type: 'string',
      describe: 'A file with the key `retention`, as in iteron.yaml; by default the policy of the server.',
    },
  },
  run: async (session, args) => {
    const policyJson = await policyOf(session, args.policy)
    return await withServerOrFolder(session, args, async () => {
      const dryRun = args['dry-run'] === true
      const result = await collect(session, dryRun, policyJson)
      await printRecord(session, resultJson(result, dryRun), () => describeResult(result, dryRun))
      for (const warning of result.warnings) await session.note(warning)
      return EXIT.done
    })
  },
})

export const COMMANDS: readonly Command[] = [gc]

async function policyOf(session: Session, file: string | undefined): Promise<string> {
  if (file === undefined) return ''
  const { retentionPolicy } = await import('../offline/retention.ts')
  const policy = policyIn(await readYaml(path.resolve(session.io.cwd, file), file))
  retentionPolicy(policy, file)
  return JSON.stringify(policy)
}

/** The value of the key `retention`; without that key all of it is the policy. */
function policyIn(content: unknown): unknown {
  const isMap = typeof content === 'object' && content !== null && !Array.isArray(content)
  return (isMap && 'retention' in content ? content.retention : content) ?? {}
}

async function readYaml(absolute: string, file: string): Promise<unknown> {
  const { parse } = await import('yaml')
  try {
    return parse(readFileSync(absolute, 'utf8')) as unknown
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    throw usageError(
      `the policy ${file} can't be read: ${line}`,
      'Name a YAML file with the key `retention`.',
    )
  }
}

async function collect(
  session: Session,
  dryRun: boolean,
  policyJson: string,
): Promise<CollectGarbageResponse__Output> {
  const line = new ProgressLine(session.io.stderr)
  try {
    for await (const soFar of session.server.stream('housekeeping', 'CollectGarbage', {
      dryRun,
      policyJson,
    })) {
      if (soFar.done) return soFar
      line.show(() => describeProgress(soFar, dryRun))
    }
  } finally {
    line.clear()
  }
  throw failure(
    'the server ended the collection before it was done',
    'Run it again: it goes on where it was.',
  )
}

function describeProgress(soFar: CollectGarbageResponse__Output, dryRun: boolean): string {
  const { events, jobs, logs, artifacts, freedBlobs, freedBytes } = soFar
  const to = dryRun ? 'to be ' : ''
  const removed = count(events + jobs + logs + artifacts, 'record')
  return `${removed} ${to}removed, ${count(freedBlobs, 'file')} ${to}freed (${byteSize(freedBytes)})`
}

function resultJson(
  { done: _done, warnings: _warnings, ...numbers }: CollectGarbageResponse__Output,
  dryRun: boolean,
): object {
  return { dryRun, ...numbers }
}

function describeResult(result: CollectGarbageResponse__Output, dryRun: boolean): string {
  const { events, jobs, logs, artifacts, discardedJobs, needed, freedBlobs, freedBytes, later } = result
  const rows: [string, string | number | undefined][] = [
    ['events', events],
    ['jobs', jobs],
    ['logs', logs],
    ['artifacts', artifacts],
    ['failed jobs given up', discardedJobs],
    ['still needed', needed],
    [dryRun ? 'bytes to be freed' : 'freed', `${count(freedBlobs, 'file')} (${byteSize(freedBytes)})`],
    ['to be freed later', later],
  ]
  const told = rows.filter(([, value]) => value !== 0)
  return `${dryRun ? 'dry run: nothing was changed\n' : ''}${pairs(told)}`
}
