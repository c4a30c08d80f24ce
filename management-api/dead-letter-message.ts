import type { DeadLetter as DeadMessage } from '../core/ports/event-bus.ts'
import type { JobRecord } from '../core/model/job.ts'
import type { DeadLetter } from '../proto/generated/iteron/v1/DeadLetter.ts'
import type { Letter } from './dead-letter-store.ts'
import { jobMessage } from './job-message.ts'

const MOST_TEXT = 4096

export function deadLetterMessage(letter: Letter): DeadLetter {
  if (letter.kind === 'job') return ofJob(letter.job)
  const { discarded, message } = letter
  if (discarded === undefined) return ofMessage(message)
  return { ...ofMessage(message), state: 'discarded', reason: `${message.reason} (${discarded})` }
}

function ofJob(job: JobRecord): DeadLetter {
  return {
    id: job.id,
    kind: 'job',
    state: job.state,
    reason: job.failure?.message ?? job.reason ?? '',
    atMs: Math.round(job.endedAt ?? job.updatedAt),
    type: job.eventType,
    event: job.eventId,
    module: job.moduleName,
    correlationId: job.correlationId,
    job: jobMessage(job),
  }
}

function ofMessage({ id, reason, at, event, raw, topic }: DeadMessage): DeadLetter {
  const letter = { id, kind: 'message', state: 'failed', reason, atMs: Math.round(at), type: topic }
  if (event === undefined) return { ...letter, message: (raw ?? '').slice(0, MOST_TEXT) }
  const message = (raw ?? JSON.stringify(event)).slice(0, MOST_TEXT)
  return {
    ...letter,
    type: event.type,
    event: event.id,
    correlationId: event.correlationid ?? event.id,
    message,
  }
}
