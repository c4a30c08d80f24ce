import type { EventRecord } from '../../core/model/event.ts'
import { jobId } from '../../core/model/identity.ts'
import type { JobRecord } from '../../core/model/job.ts'
import { isClosed } from '../../core/model/transition.ts'
import { outputsOf } from './module-tree.ts'
import type { Records } from './records.ts'

/** What in a scope isn't closed, or was promised and isn't there: looked up node by node, without counting. */
export function openNodes(records: Records, root: string): string[] {
  const open: string[] = []
  for (const event of records.events()) {
    if (event.expiredAt !== undefined) continue // it was closed then
    if (event.id === root || event.scopes.includes(root)) open.push(...openOfEvent(records, event, root))
  }
  for (const job of records.jobs()) {
    if (job.scopes.includes(root)) open.push(...openOfJob(records, job))
  }
  return open
}

function openOfEvent(records: Records, event: EventRecord, root: string): string[] {
  if (event.state === 'pending') return [`event ${event.id} of ${event.type}`]
  return (event.routes ?? [])
    .filter(({ wanted, join }) => wanted && !(event.id === root && join === true))
    .filter(({ module }) => records.job(jobId(event.id, module)) === undefined)
    .map(({ name }) => `the job of ${name} for ${event.id}`)
}

function openOfJob(records: Records, job: JobRecord): string[] {
  if (!isClosed(job.state)) return [`job ${job.id} of ${job.moduleName}: ${job.state}`]
  if (job.state !== 'succeeded') return []
  return outputsOf(job.id, job.moduleName)
    .filter(({ key }) => records.event(key) === undefined)
    .map(({ key }) => `event ${key} raised by ${job.id}`)
}
