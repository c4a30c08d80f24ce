import { brokenInvariants, invariantNames } from '../core/invariants/invariants.ts'
import { AT_WORK, lastEventAt, moduleStatistics, stateCounts } from '../core/catalog/statistics.ts'
import type { ModuleRecord } from '../core/model/module-spec.ts'
import { present } from '../core/model/present.ts'
import { VERSION } from '../core/version.ts'
import type { ModuleStatistics } from '../proto/generated/iteron/v1/ModuleStatistics.ts'
import type { RunDoctorRequest__Output } from '../proto/generated/iteron/v1/RunDoctorRequest.ts'
import type { RunDoctorResponse } from '../proto/generated/iteron/v1/RunDoctorResponse.ts'
import type { ServerInfo } from '../proto/generated/iteron/v1/ServerInfo.ts'
import type { ServerServiceHandlers } from '../proto/generated/iteron/v1/ServerService.ts'
import type { Calls } from './calls.ts'
import type { ApiContext } from './context.ts'
import { milliseconds } from './job-message.ts'
import { readStatus } from './status.ts'

/** What the server knows about itself. */
export interface About {
  readonly tls: boolean
  readonly startedAt: () => number
  readonly address: () => string
}

/** `iteron.v1.ServerService`. */
export function serverService(context: ApiContext, calls: Calls, about: About): ServerServiceHandlers {
  return {
    GetServerInfo: calls.unary(async () => infoMessage(context, about)),
    GetStatistics: calls.unary(async (request) => {
      const { modules } = context.catalog
      return statistics(
        context,
        request.module === '' ? await modules.all() : [await modules.resolve(request.module)],
      )
    }),
    GetStatus: calls.unary(() => readStatus(context)),
    RunDoctor: calls.streaming((request, signal) => doctor(context, about, request, signal)),
  }
}

function infoMessage({ catalog, ports, httpAddress }: ApiContext, about: About): ServerInfo {
  const startedAt = about.startedAt()
  return {
    version: VERSION,
    installation: catalog.context.installation,
    startedAtMs: Math.round(startedAt),
    uptimeMs: Math.max(0, Math.round(catalog.context.clock.now() - startedAt)),
    grpcAddress: about.address(),
    httpAddress: httpAddress?.() ?? '',
    tls: about.tls,
    ports: ports.map(({ name, url, capabilities }) => ({
      name,
      url,
      capabilitiesJson: JSON.stringify(capabilities),
    })),
    nodeVersion: process.version,
  }
}

async function statistics({ catalog, bus, group }: ApiContext, modules: readonly ModuleRecord[]) {
  const { store } = catalog.context
  const [queue, jobs, work, failed, events, artifacts, last] = await Promise.all([
    bus.stats(group),
    stateCounts(store, {}),
    store.tally('jobs', { state: { $in: AT_WORK } }),
    store.tally('jobs', { state: 'failed' }),
    store.tally('events', {}),
    store.tally('artifacts', { deletedAt: { $exists: false } }, 'bytes'),
    lastEventAt(store),
  ])
  const messages: ModuleStatistics[] = []
  for (const module of modules) messages.push(await moduleMessage(catalog, module))
  return {
    queueDepth: queue.depth,
    inProgress: work.count,
    deadLetterMessages: queue.deadLetters,
    deadLetterJobs: failed.count,
    ...present({ lastEventAtMs: milliseconds(last) }),
    jobsByState: Object.fromEntries(jobs),
    events: events.count,
    artifacts: artifacts.count,
    artifactBytes: artifacts.sum,
    modules: messages,
  }
}

async function moduleMessage(
  catalog: ApiContext['catalog'],
  module: ModuleRecord,
): Promise<ModuleStatistics> {
  const { jobsByState, lastEventAt: last, durations } = await moduleStatistics(catalog.context.store, module)
  return {
    module: module.id,
    name: module.name,
    jobsByState: Object.fromEntries(jobsByState),
    ...present({ lastEventAtMs: milliseconds(last) }),
    samples: durations.samples,
    minMs: durations.min,
    avgMs: durations.avg,
    maxMs: durations.max,
  }
}

async function* doctor(
  { catalog, blobs, executors, snapshots, group }: ApiContext,
  { startedAt }: About,
  { verifyFiles, accountBlobs }: RunDoctorRequest__Output,
  signal: AbortSignal,
): AsyncGenerator<RunDoctorResponse> {
  const count = { documents: 0 }
  // a folder that is only looked at runs nothing: whatever waits may
  const worked = executors.size === 0 ? {} : { workedOnSince: startedAt() }
  const bus = snapshots === undefined ? {} : { bus: { snapshots, group } }
  const options = { verifyFiles, accountBlobs, signal, ...worked, ...bus }
  let findings = 0
  for await (const finding of brokenInvariants(catalog, blobs, count, options)) {
    if (finding.note !== true) findings += 1
    yield { finding: { ...finding } }
  }
  yield { summary: { checks: invariantNames(options), documents: count.documents, findings } }
}
