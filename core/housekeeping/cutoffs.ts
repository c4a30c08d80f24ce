import { maxAgeMs, maxBytes, type Retained, type RetentionRule } from '../model/retention.ts'
import type { DocumentStore } from '../ports/document-store.ts'
import { candidates, type Candidate } from './candidates.ts'
import type { Selection } from './selection.ts'

/** Everything of a rule that is not newer than this has expired. */
interface Cutoff {
  readonly at: number
  readonly id: string
}

/** What has expired, by time alone: numbers and bytes are turned into times first. */
export class Cutoffs {
  readonly #what: Retained
  readonly #selection: Selection
  readonly #cutoffs: ReadonlyMap<RetentionRule, Cutoff>

  constructor(what: Retained, selection: Selection, cutoffs: ReadonlyMap<RetentionRule, Cutoff>) {
    this.#what = what
    this.#selection = selection
    this.#cutoffs = cutoffs
  }

  /** Nothing newer than this has expired; undefined: nothing has at all. */
  get latest(): number | undefined {
    const times = [...this.#cutoffs.values()].map(({ at }) => at)
    return times.length === 0 ? undefined : Math.max(...times)
  }

  hasExpired(candidate: Candidate): boolean {
    const rule = this.#selection.ruleOf(this.#what, candidate)
    const cutoff = rule === undefined ? undefined : this.#cutoffs.get(rule)
    return cutoff !== undefined && !isNewer(candidate, cutoff)
  }
}

/** Where each rule of a kind cuts, now. Reads no further than the newest that are kept by number and bytes. */
export async function cutoffsOf(
  store: DocumentStore,
  what: Retained,
  selection: Selection,
  now: number,
): Promise<Cutoffs> {
  const rules = selection.rulesOf(what)
  const cutoffs = new Map<RetentionRule, Cutoff>()
  for (const rule of rules) {
    const age = maxAgeMs(rule)
    if (age !== undefined) cutoffs.set(rule, { at: now - age, id: LAST })
  }
  await addAmounts(store, what, selection, cutoffs)
  return new Cutoffs(what, selection, cutoffs)
}

/** Behind every id. */
const LAST = '\u{10ffff}'

/** Newest first until each limit of number or bytes is passed: what passes it, and all before, has expired. */
async function addAmounts(
  store: DocumentStore,
  what: Retained,
  selection: Selection,
  cutoffs: Map<RetentionRule, Cutoff>,
): Promise<void> {
  const open = new Map(
    selection
      .rulesOf(what)
      .filter((rule) => rule.maxCount !== undefined || rule.maxBytes !== undefined)
      .map((rule) => [rule, { count: 0, bytes: 0 }]),
  )
  if (open.size === 0) return
  for await (const page of candidates(store, what, 'newest first')) {
    for (const candidate of page) {
      const rule = selection.ruleOf(what, candidate)
      const kept = rule === undefined ? undefined : open.get(rule)
      if (rule === undefined || kept === undefined) continue
      kept.count += 1
      kept.bytes += candidate.bytes
      if (fits(rule, kept)) continue
      open.delete(rule)
      cutoffs.set(rule, newer(candidate, cutoffs.get(rule)))
    }
    if (open.size === 0) return
  }
}

function newer(a: Cutoff, b: Cutoff | undefined): Cutoff {
  return b === undefined || isNewer(a, b) ? a : b
}

function fits(rule: RetentionRule, { count, bytes }: { count: number; bytes: number }): boolean {
  return count <= (rule.maxCount ?? Infinity) && bytes <= (maxBytes(rule) ?? Infinity)
}

function isNewer(a: Cutoff, b: Cutoff): boolean {
  return a.at === b.at ? a.id > b.id : a.at > b.at
}
