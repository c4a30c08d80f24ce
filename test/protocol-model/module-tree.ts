import { eventKey, jobId, moduleSource, outputEventId } from '../../core/model/identity.ts'
import type { ModuleSpecInput } from '../../core/model/module-spec.ts'
import type { Scenario } from './scenario.ts'

export const INSTALLATION = 'model'

/** R → a, b; M → n; N → c, d; L → e; joins J on R, K and S on N, which collect F. Nobody takes F. */
export const EMITS: Readonly<Record<string, readonly string[]>> = {
  a: ['M', 'M', 'L'],
  b: ['L'],
  n: ['N'],
  c: ['F', 'F'],
  d: ['L', 'F'],
  e: ['F'],
  J: [],
  K: ['F'],
  S: [],
  late: [],
}
const TAKES: Readonly<Record<string, string>> = { a: 'R', b: 'R', n: 'M', c: 'N', d: 'N', e: 'L' }
const JOINS: Readonly<Record<'J' | 'K' | 'S', string>> = { J: 'R', K: 'N', S: 'N' }
export const LIMITS: Readonly<Record<string, number>> = { e: 1, d: 2 }
/** Modules whose attempts may fail. */
export const FRAGILE: readonly string[] = ['c', 'd', 'e', 'K']
/** Modules that make a file: its own content, or what others make too. */
export const WRITES: Readonly<Record<string, 'own' | 'same'>> = { a: 'own', c: 'own', d: 'same', e: 'same' }
export const TYPES: readonly string[] = ['R', 'M', 'N', 'L', 'F']

export function moduleSpecs(scenario: Pick<Scenario, 'requires'>): ModuleSpecInput[] {
  const plain = Object.entries(TAKES).map(([name, type]) => ({ ...common(name), subscribes: [type] }))
  const joins = (['J', 'K', 'S'] as const).map((name) => ({
    ...common(name),
    join: { root: JOINS[name], collect: ['F'], requires: scenario.requires[name] },
  }))
  return [...plain, ...joins]
}

/** A module that is created while the others work. */
export function lateSpec(): ModuleSpecInput {
  return { ...common('late'), subscribes: ['F', 'L'] }
}

function common(name: string): ModuleSpecInput {
  return {
    name,
    command: ['model'],
    publishes: [...new Set(EMITS[name])],
    concurrency: LIMITS[name] ?? 0,
    retry: { count: 1, backoff: { initial: '1s', factor: 2, max: '10s' } },
  }
}

export interface Expected {
  /** By key: type. */
  readonly events: Map<string, string>
  /** By id: module name. */
  readonly jobs: Map<string, string>
}

/** What comes of some outside events if nothing goes wrong: worked out without the code under test. */
export function expectedOf(
  roots: readonly { readonly key: string; readonly type: string }[],
  moduleIds: ReadonlyMap<string, string>,
): Expected {
  const expected: Expected = { events: new Map(), jobs: new Map() }
  const open = [...roots]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    expected.events.set(next.key, next.type)
    for (const name of takersOf(next.type)) {
      const job = jobId(next.key, moduleIds.get(name) ?? '')
      expected.jobs.set(job, name)
      open.push(...outputsOf(job, name))
    }
  }
  return expected
}

/** The events that a job of a module raises when it succeeds. */
export function outputsOf(job: string, module: string): { key: string; type: string }[] {
  const source = moduleSource(INSTALLATION, module)
  return (EMITS[module] ?? []).map((type, index) => ({
    key: eventKey(source, outputEventId(job, index)),
    type,
  }))
}

function takersOf(type: string): string[] {
  const taking = Object.entries({ ...TAKES, ...JOINS }).filter(([, taken]) => taken === type)
  return taking.map(([name]) => name)
}
