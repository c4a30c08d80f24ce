import type { Document } from '../ports/document-store.ts'
import { digestOf } from './identity.ts'

/** Where attempts ran: recorded once, and referred to by its digest. `id` is the digest of the facts. */
export interface EnvironmentRecord extends Document {
  /** Such as host, platform, kernel and Iteron's version; by name. */
  readonly facts: Readonly<Record<string, string>>
}

/** The record of an environment: the same facts, in whatever order, are the same environment. */
export function environmentRecord(facts: Readonly<Record<string, string>>): EnvironmentRecord {
  const sorted = Object.fromEntries(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)))
  return { id: digestOf(JSON.stringify(sorted)), facts: sorted }
}
