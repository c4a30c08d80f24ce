import { collect, type Collected } from '../core/housekeeping/collect.ts'
import { checkValue } from '../core/model/check-value.ts'
import { describeIssues } from '../core/model/issues.ts'
import { retentionSchema, type RetentionRule } from '../core/model/retention.ts'
import type { CollectGarbageRequest__Output } from '../proto/generated/iteron/v1/CollectGarbageRequest.ts'
import type { CollectGarbageResponse } from '../proto/generated/iteron/v1/CollectGarbageResponse.ts'
import type { HousekeepingServiceHandlers } from '../proto/generated/iteron/v1/HousekeepingService.ts'
import type { Calls } from './calls.ts'
import type { ApiContext } from './context.ts'
import { invalid } from './errors.ts'
import { retentionWarnings } from './retention-warnings.ts'

/** `iteron.v1.HousekeepingService`. */
export function housekeepingService(context: ApiContext, calls: Calls): HousekeepingServiceHandlers {
  return { CollectGarbage: calls.streaming((request, signal) => collectGarbage(context, request, signal)) }
}

async function* collectGarbage(
  { catalog, blobs, retention }: ApiContext,
  { dryRun, policyJson }: CollectGarbageRequest__Output,
  signal: AbortSignal,
): AsyncGenerator<CollectGarbageResponse> {
  const rules = policyJson === '' ? retention.rules : rulesOf(policyJson)
  const { clock } = catalog.context
  // Somebody waits for it, so that it rests only for a moment between its steps.
  const pause = () => clock.sleep(1, signal)
  let last: CollectGarbageResponse = {}
  for await (const collected of collect(catalog, blobs, { rules, dryRun, signal, pause })) {
    last = messageOf(collected)
    yield last
  }
  yield { ...last, done: true, warnings: await retentionWarnings(catalog, rules) }
}

function rulesOf(json: string): readonly RetentionRule[] {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw invalid('the retention policy is not JSON')
  }
  const parsed = checkValue(retentionSchema, value)
  if (parsed.success) return parsed.data.rules
  throw invalid(`the retention policy is wrong: ${describeIssues(parsed.error)}`)
}

function messageOf({ expired, discarded, ...numbers }: Collected): CollectGarbageResponse {
  return { ...expired, ...numbers, discardedJobs: discarded }
}
