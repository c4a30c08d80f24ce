import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Catalog } from '../../../../core/catalog/catalog.ts'
import { candidates } from '../../../../core/housekeeping/candidates.ts'
import { cutoffsOf } from '../../../../core/housekeeping/cutoffs.ts'
import { Selection } from '../../../../core/housekeeping/selection.ts'
import {
  RETAINED,
  retentionSchema,
  type Retained,
  type RetentionRule,
} from '../../../../core/model/retention.ts'
import { catalogWith, NOW, type Made, type Thing } from './things.ts'

const SECOND = 1000
const WALKING = { pause: () => Promise.resolve(), signal: new AbortController().signal }

const modules: fc.Arbitrary<Made[]> = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    labels: fc.dictionary(fc.constantFrom('team', 'tier'), fc.constantFrom('x', 'y'), { maxKeys: 2 }),
  }),
  { selector: ({ name }) => name, maxLength: 3 },
)

const rule = fc
  .record(
    {
      what: fc.constantFrom(...RETAINED),
      modules: fc.subarray(['a', 'b', 'c', 'client'], { minLength: 1 }),
      labels: fc.dictionary(fc.constantFrom('team', 'tier'), fc.constantFrom('x', 'y'), { maxKeys: 1 }),
      types: fc.subarray(['T', 'U'], { minLength: 1 }),
      maxAge: fc.constantFrom('0', '1s', '2s', '3s'),
      maxCount: fc.nat(4),
      maxBytes: fc.nat(30),
    },
    { requiredKeys: ['what'] },
  )
  .map(({ types, maxBytes, ...rest }) => ({
    ...rest,
    ...(types !== undefined && rest.what === 'events' ? { types } : {}),
    ...(maxBytes !== undefined && ['logs', 'artifacts'].includes(rest.what) ? { maxBytes } : {}),
  }))

/** Few times, so that many are the same. */
const things: fc.Arbitrary<Thing[]> = fc.uniqueArray(
  fc.record({
    id: fc.string({
      unit: fc.constantFrom('a', 'b', 'Z', '0', 'é', '\u{1f600}'),
      minLength: 1,
      maxLength: 3,
    }),
    what: fc.constantFrom(...RETAINED),
    ago: fc.constantFrom(0, 1, SECOND - 1, SECOND, SECOND + 1, 2 * SECOND, 3 * SECOND, 4 * SECOND),
    bytes: fc.nat(12),
    module: fc.integer({ min: -1, max: 2 }),
    type: fc.constantFrom('T', 'U', 'V'),
    gone: fc.boolean(),
  }),
  { selector: ({ what, id }) => `${what} ${id}`, maxLength: 40 },
)

/** What expires, as the program has it: the walk goes no further than anything can have expired. */
async function expired(catalog: Catalog, rules: readonly RetentionRule[], what: Retained): Promise<string[]> {
  const { store } = catalog.context
  const selection = await Selection.over(catalog, rules)
  const cutoffs = await cutoffsOf(store, what, selection, NOW, WALKING)
  if (cutoffs.latest === undefined) return []
  const ids: string[] = []
  for await (const page of candidates(store, what, { upTo: cutoffs.latest }))
    ids.push(...page.filter((one) => cutoffs.hasExpired(one)).map(({ id }) => id))
  return ids.sort()
}

/** The same in words: each thing has one rule, and of a rule's things the newest are kept as far as it says. */
function shouldExpire(
  made: readonly Made[],
  all: readonly Thing[],
  rules: readonly RetentionRule[],
  what: Retained,
): string[] {
  const ids: string[] = []
  const there = all.filter((thing) => thing.what === what && !thing.gone)
  const ruleOf = (thing: Thing) => rules.find((one) => one.what === what && matchesRule(one, thing, made))
  for (const one of rules) {
    const own = there.filter((thing) => ruleOf(thing) === one).sort(newestFirst)
    let [count, bytes, over] = [0, 0, false]
    for (const thing of own) {
      count += 1
      bytes += thing.bytes
      over ||= one.maxCount !== undefined && count > one.maxCount
      over ||= one.maxBytes !== undefined && bytes > Number(one.maxBytes)
      const old = one.maxAge !== undefined && thing.ago >= Number.parseInt(one.maxAge, 10) * SECOND
      if (over || old) ids.push(thing.id)
    }
  }
  return ids.sort()
}

function newestFirst(a: Thing, b: Thing): number {
  if (a.ago !== b.ago) return a.ago - b.ago
  return -Buffer.compare(Buffer.from(a.id), Buffer.from(b.id))
}

/** The producer of what no module made. */
function nobodys({ what }: Thing): string {
  return what === 'artifacts' ? 'client' : ''
}

function matchesRule(one: RetentionRule, thing: Thing, made: readonly Made[]): boolean {
  const maker = made[thing.module]
  if (one.modules !== undefined && !one.modules.includes(maker?.name ?? nobodys(thing))) return false
  if (one.types !== undefined && !one.types.includes(thing.type)) return false
  return Object.entries(one.labels ?? {}).every(([label, value]) => maker?.labels[label] === value)
}

test('what expires is what the rules say, whatever they are', async () => {
  await fc.assert(
    fc.asyncProperty(modules, things, fc.array(rule, { maxLength: 5 }), async (made, some, texts) => {
      const all = some.map((thing) => ({ ...thing, module: thing.module < made.length ? thing.module : -1 }))
      const { rules } = retentionSchema.parse({ rules: texts })
      const catalog = await catalogWith(made, all)
      for (const what of RETAINED)
        expect(await expired(catalog, rules, what)).toEqual(shouldExpire(made, all, rules, what))
    }),
    { numRuns: 300 },
  )
})

test('of things of the same time exactly so many are kept, those with the highest ids', async () => {
  const ids = fc.uniqueArray(fc.nat(9999).map(String), { minLength: 1, maxLength: 450 })
  await fc.assert(
    fc.asyncProperty(ids, fc.nat(450), async (names, maxCount) => {
      const all = names.map(
        (id) => ({ id, what: 'jobs', ago: 5, bytes: 0, module: -1, type: '', gone: false }) as const,
      )
      const { rules } = retentionSchema.parse({ rules: [{ what: 'jobs', maxCount }] })
      const catalog = await catalogWith([], all)
      const kept = [...names].sort().slice(-maxCount || names.length)
      expect(await expired(catalog, rules, 'jobs')).toEqual(
        names.filter((id) => maxCount === 0 || !kept.includes(id)).sort(),
      )
    }),
    { numRuns: 30 },
  )
})
