import { posix } from 'node:path'
import type { AttemptTask, InputEvent } from '../../core/model/attempt-task.ts'
import type { FileRef } from '../../core/model/event.ts'
import type { Json } from '../../core/ports/document-store.ts'

interface TextPair {
  readonly key: string
  readonly value: string
}

/**
 * `in/eventmeta.json` in Ion's form: the event's pairs, then for each file its name and a reference to it. What isn't
 * text stands as
 * JSON. A join gets its root's, and how many jobs of its scope were cancelled or discarded.
 */
export function eventMeta({ event, collected }: Pick<AttemptTask, 'event' | 'collected'>): string {
  const missing =
    collected === undefined
      ? []
      : [
          { key: 'iteron.cancelled', value: String(collected.cancelled) },
          { key: 'iteron.discarded', value: String(collected.discarded) },
        ]
  return JSON.stringify([...dataPairs(event), ...event.files.map(filePair), ...missing])
}

function dataPairs(event: InputEvent): TextPair[] {
  return Object.entries(event.data).map(([key, value]) => ({ key, value: asText(value) }))
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function filePair({ path, artifact }: FileRef): TextPair {
  return { key: posix.basename(path), value: `iteron:artifact/${artifact}/${path}` }
}
