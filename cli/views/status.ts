import type { ServerInfo__Output } from '../../proto/generated/iteron/v1/ServerInfo.ts'
import type { Statistics__Output } from '../../proto/generated/iteron/v1/Statistics.ts'
import type { Status__Output } from '../../proto/generated/iteron/v1/Status.ts'
import { pairs, section } from '../output/record.ts'
import { byteSize, count, duration, isoTime, localTime, oneLine } from '../output/text.ts'
import type { Session } from '../session.ts'

/** What the status is of: a server, or a data folder that none works on. */
export interface StatusReading {
  readonly server: ServerInfo__Output
  /** The data folder's path, where no server works on it. */
  readonly folder?: string | undefined
  readonly now: Status__Output
  readonly numbers: Statistics__Output
}

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

/** The status as programs see it. */
export function statusJson({ server, folder, now, numbers }: StatusReading): object {
  const job = ({ sinceMs, ...rest }: StatusJob) => ({ ...rest, since: isoTime(sinceMs) })
  return {
    server: folder === undefined ? serverJson(server) : null,
    folder: folder ?? null,
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

function serverJson(server: ServerInfo__Output): object {
  return {
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

/** The status for people. */
export function statusText(session: Session, reading: StatusReading): string {
  const { now, numbers } = reading
  const warnings = now.warnings.map((warning) => `warning: ${oneLine(warning)}\n`).join('')
  const { running, waiting, failed, runningTotal, waitingTotal, failedTotal, deadMessages } = now
  const isIdle = runningTotal + waitingTotal + failedTotal + deadMessages.length === 0
  return [
    headText(reading),
    warnings,
    isIdle ? '\nNothing runs, nothing waits, nothing has failed.\n' : '',
    section(session, titleOf('Running', runningTotal, running), JOB_COLUMNS, running),
    section(session, 'Running, by module', [MODULE, COUNT], now.runningGroups),
    section(session, titleOf('Waiting', waitingTotal, waiting), JOB_COLUMNS, waiting),
    section(session, 'Waiting, by module', WAITING_COLUMNS, now.waitingGroups),
    section(session, titleOf('Failed', failedTotal, failed, 'last'), JOB_COLUMNS, failed),
    section(session, 'Failed, by module', FAILED_COLUMNS, now.failedGroups),
    section(
      session,
      titleOf('Messages that could not be taken', numbers.deadLetterMessages, deadMessages),
      MESSAGE_COLUMNS,
      deadMessages,
    ),
    section(session, 'Largest modules', SIZE_COLUMNS, now.largestModules),
    section(session, 'Modules', MODULE_COLUMNS, numbers.modules),
  ].join('')
}

function headText({ server, folder, now, numbers }: StatusReading): string {
  const of: [string, string][] =
    folder === undefined
      ? [
          ['server', `${server.version} at ${server.grpcAddress}${server.tls ? ' (TLS)' : ''}`],
          ['HTTP', server.httpAddress],
          ['up for', `${duration(server.uptimeMs)}, since ${localTime(server.startedAtMs)}`],
        ]
      : [['folder', `${folder}: no server works on it`]]
  return pairs([
    ...of,
    ['jobs', statesText(numbers.jobsByState) || 'none'],
    ['queue', count(now.queueDepth, 'message')],
    [
      'dead letters',
      `${count(numbers.deadLetterJobs, 'job')}, ${count(numbers.deadLetterMessages, 'message')}`,
    ],
    ['events', numbers.events],
    ['last event', localTime(numbers.lastEventAtMs)],
    ['artifacts', `${numbers.artifacts}, ${byteSize(numbers.artifactBytes)}`],
    ['disk', diskText(now)],
    ['waits longest', oldestText(now)],
    ['next try', localTime(now.nextDueMs)],
    ['paused', now.pausedModules.join(', ')],
  ])
}

/** `Failed (3)`, `Failed (340, the last 20)`. */
function titleOf(what: string, total: number, shown: readonly unknown[], which = 'first'): string {
  return `${what} (${total}${shown.length < total ? `, the ${which} ${shown.length}` : ''})`
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
