import type { Statistics__Output } from '../../proto/generated/iteron/v1/Statistics.ts'
import type { Status__Output } from '../../proto/generated/iteron/v1/Status.ts'
import type { ServerInfo__Output } from '../../proto/generated/iteron/v1/ServerInfo.ts'
import { defineCommand, type Command } from '../command.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { settingOptions } from '../options.ts'
import { pairs, printRecord, section } from '../output/record.ts'
import { byteSize, duration, isoTime, localTime, oneLine } from '../output/text.ts'
import { withServerOrFolder } from '../server-or-folder.ts'
import type { Session } from '../session.ts'

type StatusJob = Status__Output['running'][number]
type ModuleStatistics = Statistics__Output['modules'][number]

const JOB_COLUMNS = [
  { title: 'id', value: (job: StatusJob) => job.id },
  { title: 'module', value: (job: StatusJob) => job.module },
  { title: 'state', value: (job: StatusJob) => job.state },
  { title: 'since', value: (job: StatusJob) => localTime(job.sinceMs) },
  { title: 'reason', value: (job: StatusJob) => job.reason },
]

const MODULE_COLUMNS = [
  { title: 'module', value: (module: ModuleStatistics) => module.name },
  { title: 'jobs', value: (module: ModuleStatistics) => statesText(module.jobsByState) },
  { title: 'last event', value: (module: ModuleStatistics) => localTime(module.lastEventAtMs) },
  { title: 'min', value: (module: ModuleStatistics) => timeOf(module, module.minMs) },
  { title: 'avg', value: (module: ModuleStatistics) => timeOf(module, module.avgMs) },
  { title: 'max', value: (module: ModuleStatistics) => timeOf(module, module.maxMs) },
]

const MODULE = { title: 'module', value: ({ module }: { module: string }) => module }
const COUNT = { title: 'jobs', value: ({ count }: { count: number }) => count }

const WAITING_COLUMNS = [
  { title: 'for', value: ({ reason }: Status__Output['waitingGroups'][number]) => reason },
  MODULE,
  COUNT,
]

const FAILED_COLUMNS = [
  MODULE,
  { title: 'class', value: ({ failureClass }: Status__Output['failedGroups'][number]) => failureClass },
  COUNT,
]

type DeadMessage = Status__Output['deadMessages'][number]

const MESSAGE_COLUMNS = [
  { title: 'id', value: ({ id }: DeadMessage) => id },
  { title: 'at', value: ({ atMs }: DeadMessage) => localTime(atMs) },
  { title: 'reason', value: ({ reason }: DeadMessage) => reason },
]

type ModuleSize = Status__Output['largestModules'][number]

const SIZE_COLUMNS = [
  MODULE,
  { title: 'artifacts', value: ({ artifacts }: ModuleSize) => artifacts },
  { title: 'files', value: ({ files }: ModuleSize) => files },
  { title: 'size', value: ({ bytes }: ModuleSize) => byteSize(bytes) },
  { title: 'jobs', value: ({ jobs }: ModuleSize) => jobs },
]

const status = defineCommand({
  usage: 'status',
  describe: 'What runs, what waits and for what, what failed; numbers for each module',
  options: {
    ...settingOptions('data'),
    module: { type: 'string', describe: 'Numbers of this module only: id or name.' },
  },
  run: async (session, args) => {
    if (args.data !== undefined)
      return await withServerOrFolder(session, args, () => show(session, args.module))
    return await show(session, args.module)
  },
})

async function show(session: Session, module: string | undefined): Promise<ExitCode> {
  const [server, now, numbers] = await Promise.all([
    session.server.call('server', 'GetServerInfo', {}),
    session.server.call('server', 'GetStatus', {}),
    session.server.call('server', 'GetStatistics', { module }),
  ])
  await printRecord(session, statusJson(server, now, numbers), () => describe(session, server, now, numbers))
  return EXIT.done
}

function statusJson(server: ServerInfo__Output, now: Status__Output, numbers: Statistics__Output): object {
  const job = ({ sinceMs, ...rest }: StatusJob) => ({ ...rest, since: isoTime(sinceMs) })
  return {
    server: {
      version: server.version,
      installation: server.installation,
      startedAt: isoTime(server.startedAtMs),
      grpc: server.grpcAddress,
      http: server.httpAddress,
      tls: server.tls,
      node: server.nodeVersion,
      ports: server.ports.map(({ name, url, capabilitiesJson }) => ({
        name,
        url,
        capabilities: JSON.parse(capabilitiesJson || '{}') as unknown,
      })),
    },
    queueDepth: now.queueDepth,
    running: { total: now.runningTotal, jobs: now.running.map(job) },
    waiting: { total: now.waitingTotal, jobs: now.waiting.map(job) },
    failed: { total: now.failedTotal, jobs: now.failed.map(job) },
    pausedModules: now.pausedModules,
    warnings: now.warnings,
    waitingFor: now.waitingGroups,
    nextDueAt: isoTime(now.nextDueMs),
    runningBy: now.runningGroups,
    failedBy: now.failedGroups,
    deadMessages: now.deadMessages.map(({ id, reason, atMs }) => ({ id, reason, at: isoTime(atMs) })),
    largestModules: now.largestModules,
    disk: {
      freeBytes: now.diskFreeBytes,
      totalBytes: now.diskTotalBytes,
      databaseBytes: now.databaseBytes,
      contentBytes: now.contentBytes,
      workspaceBytes: now.workspaceBytes,
    },
    statistics: statisticsJson(numbers),
  }
}

function statisticsJson(numbers: Statistics__Output): object {
  return {
    inProgress: numbers.inProgress,
    deadLetters: { messages: numbers.deadLetterMessages, jobs: numbers.deadLetterJobs },
    lastEventAt: isoTime(numbers.lastEventAtMs),
    jobsByState: numbers.jobsByState,
    events: numbers.events,
    artifacts: numbers.artifacts,
    artifactBytes: numbers.artifactBytes,
    modules: numbers.modules.map(({ lastEventAtMs, _lastEventAtMs, ...module }) => ({
      ...module,
      lastEventAt: isoTime(lastEventAtMs),
    })),
  }
}

function describe(
  session: Session,
  server: ServerInfo__Output,
  now: Status__Output,
  numbers: Statistics__Output,
): string {
  const head = pairs([
    ['server', `${server.version} at ${server.grpcAddress}${server.tls ? ' (TLS)' : ''}`],
    ['HTTP', server.httpAddress],
    ['up for', `${duration(server.uptimeMs)}, since ${localTime(server.startedAtMs)}`],
    ['jobs', statesText(numbers.jobsByState) || 'none'],
    ['queue', now.queueDepth],
    ['dead letters', `${numbers.deadLetterJobs} jobs, ${numbers.deadLetterMessages} messages`],
    ['events', numbers.events],
    ['last event', localTime(numbers.lastEventAtMs)],
    ['artifacts', `${numbers.artifacts}, ${byteSize(numbers.artifactBytes)}`],
    ['disk', diskText(now)],
    ['waits longest', oldestText(now)],
    ['paused', now.pausedModules.join(', ')],
  ])
  const warnings = now.warnings.map((warning) => `warning: ${oneLine(warning)}\n`).join('')
  return [
    head,
    warnings,
    section(session, `Running (${now.runningTotal})`, JOB_COLUMNS, now.running),
    section(session, 'At work', [MODULE, COUNT], now.runningGroups),
    section(session, `Waits for (${now.waitingTotal})`, WAITING_COLUMNS, now.waitingGroups),
    section(session, `Waiting (${now.waitingTotal})`, JOB_COLUMNS, now.waiting),
    section(session, 'Failed by class', FAILED_COLUMNS, now.failedGroups),
    section(session, `Failed (${now.failedTotal})`, JOB_COLUMNS, now.failed),
    section(session, 'Messages that could not be taken', MESSAGE_COLUMNS, now.deadMessages),
    section(session, 'Largest modules', SIZE_COLUMNS, now.largestModules),
    section(session, 'Modules', MODULE_COLUMNS, numbers.modules),
  ].join('')
}

function diskText(now: Status__Output): string | undefined {
  if (now.diskFreeBytes === undefined) return undefined
  return [
    `${byteSize(now.diskFreeBytes)} free of ${byteSize(now.diskTotalBytes ?? 0)}`,
    `database ${byteSize(now.databaseBytes ?? 0)}`,
    `content ${byteSize(now.contentBytes)}`,
    `workspaces ${byteSize(now.workspaceBytes ?? 0)}`,
  ].join(', ')
}

function oldestText({ waiting: [oldest] }: Status__Output): string | undefined {
  return oldest && `${oldest.module} ${oldest.id}, since ${localTime(oldest.sinceMs)}: ${oldest.reason}`
}

function statesText(states: Readonly<Record<string, number>>): string {
  return Object.entries(states)
    .filter(([, number]) => number > 0)
    .map(([state, number]) => `${number} ${state}`)
    .join(', ')
}

function timeOf(module: ModuleStatistics, ms: number): string | undefined {
  return module.samples === 0 ? undefined : duration(ms)
}

export const COMMANDS: readonly Command[] = [status]
