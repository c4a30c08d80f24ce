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
class Cutoffs {
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

/** How the walk rests between two pages, and when it ends early: then less is cut. */
export interface Walking {
  readonly pause: () => Promise<void>
  readonly signal: AbortSignal
}

/** Where each rule of a kind cuts, now. Reads no further than the newest that are kept by number and bytes. */
export async function cutoffsOf(
  store: DocumentStore,
  what: Retained,
  selection: Selection,
  now: number,
  walking: Walking,
): Promise<Cutoffs> {
  const cutoffs = new Map<RetentionRule, Cutoff>()
  for (const rule of selection.rulesOf(what)) {
    const age = maxAgeMs(rule)
    if (age !== undefined) cutoffs.set(rule, { at: now - age, id: LAST })
  }
  const amounts = new Amounts(what, selection, cutoffs)
  if (amounts.areFull()) return amounts.cutoffs()
  for await (const page of candidates(store, what, 'newest first')) {
    for (const candidate of page) amounts.add(candidate)
    if (amounts.areFull() || walking.signal.aborted) break
    await walking.pause()
  }
  return amounts.cutoffs()
}

/** Behind every id. */
const LAST = '\u{10ffff}'

/** Takes things in, newest first, until each limit of number or bytes is passed: what passes it, and all before, has expired. */
class Amounts {
  readonly #what: Retained
  readonly #selection: Selection
  readonly #cutoffs: Map<RetentionRule, Cutoff>
  readonly #open: Map<RetentionRule, { count: number; bytes: number }>

  constructor(what: Retained, selection: Selection, cutoffs: Map<RetentionRule, Cutoff>) {
    this.#what = what
    this.#selection = selection
    this.#cutoffs = cutoffs
    const limited = selection
      .rulesOf(what)
      .filter((rule) => rule.maxCount !== undefined || rule.maxBytes !== undefined)
    this.#open = new Map(limited.map((rule) => [rule, { count: 0, bytes: 0 }]))
  }

  areFull(): boolean {
    return this.#open.size === 0
  }

  cutoffs(): Cutoffs {
    return new Cutoffs(this.#what, this.#selection, this.#cutoffs)
  }

  add(candidate: Candidate): void {
    const rule = this.#selection.ruleOf(this.#what, candidate)
    const kept = rule === undefined ? undefined : this.#open.get(rule)
    if (rule === undefined || kept === undefined) return
    kept.count += 1
    kept.bytes += candidate.bytes
    if (fits(rule, kept)) return
    this.#open.delete(rule)
    this.#cutoffs.set(rule, newer(candidate, this.#cutoffs.get(rule)))
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
