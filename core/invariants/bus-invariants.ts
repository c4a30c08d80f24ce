import type { RecordsPart } from '../ports/snapshots.ts'
import type { InvariantOptions } from './invariant-source.ts'

interface Subscription {
  readonly topic: string
  readonly group: string
}

/** A message that waits, or a dead letter. */
interface BusMessage extends Subscription {
  /** The event as JSON. */
  readonly event: string
}

/** Messages of one group and topic that nobody will read, or nobody should. */
export interface StrayMessages {
  /** `<group>/<topic>`. */
  readonly subject: string
  readonly message: string
}

/** What is wrong with the messages of the bus, told once for each topic. */
export async function strayMessages(
  { snapshots, group }: NonNullable<InvariantOptions['bus']>,
  signal: AbortSignal,
): Promise<StrayMessages[]> {
  const subscribed = new Set<string>()
  const counts = new Map<string, { readonly stray: StrayMessages; count: number }>()
  // subscriptions come before what they are given
  for await (const { collection, documents } of snapshots.read(signal, { busOnly: true })) {
    if (collection === 'bus.subscriptions')
      for (const one of parsed<Subscription>(documents)) subscribed.add(keyOf(one))
    if (collection !== 'bus.messages' && collection !== 'bus.dead') continue
    for (const one of parsed<BusMessage>(documents)) {
      const why = problemOf(one, group, subscribed.has(keyOf(one)))
      if (why === undefined) continue
      const stray = { subject: `${one.group}/${one.topic}`, message: why }
      const key = JSON.stringify(stray)
      counts.set(key, { stray, count: (counts.get(key)?.count ?? 0) + 1 })
    }
  }
  return [...counts.values()].map(({ stray: { subject, message }, count }) => ({
    subject,
    message: `${count} messages: ${message}`,
  }))
}

function problemOf(
  { topic, group, event }: BusMessage,
  own: string,
  isSubscribed: boolean,
): string | undefined {
  if (group !== own) return `the group ${group} is not that of this installation, and nobody reads them`
  if (!isSubscribed) return `the topic ${topic} is unknown: nobody has subscribed to it`
  return (JSON.parse(event) as { type?: unknown }).type === topic
    ? undefined
    : `their events are not of the type ${topic}`
}

function parsed<T>(documents: RecordsPart['documents']): T[] {
  return documents.map((text) => JSON.parse(text) as T)
}

function keyOf({ topic, group }: Subscription): string {
  return JSON.stringify([group, topic])
}
