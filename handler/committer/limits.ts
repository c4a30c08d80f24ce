import { MAX_DOCUMENT_BYTES, MAX_OUTPUT_EVENTS } from '../../core/model/attempt-output.ts'

/** What the outputs of one attempt may be at most; the caller lowers them to what the adapters in use can hold. */
export interface CommitLimits {
  readonly files: number
  readonly events: number
  /** An event's data as JSON, bytes. */
  readonly eventBytes: number
  /** All files of `out/events` together, bytes: they are held in memory. */
  readonly allEventsBytes: number
  /** `out/insights.json`, bytes. */
  readonly insightsBytes: number
}

export const COMMIT_LIMITS: CommitLimits = {
  files: 1_000_000,
  events: MAX_OUTPUT_EVENTS,
  eventBytes: MAX_DOCUMENT_BYTES,
  allEventsBytes: 128 * 1024 * 1024,
  insightsBytes: 64 * 1024,
}
