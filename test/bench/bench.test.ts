import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readSource, root } from '../architecture/imports.ts'

interface Judged {
  readonly text: string
  readonly holds?: boolean
  readonly measured?: { readonly median: number; readonly low: number; readonly high: number }
  readonly missing?: string
}

type Results = ReadonlyMap<string, { measurements: readonly object[]; missing?: string }>

const parts = path.join(root, 'bench')
const { judged } = (await import(path.join(parts, 'report/goals.mjs'))) as {
  judged: (row: object, results: Results) => Judged[]
}
const { withTable } = (await import(path.join(parts, 'report/readme.mjs'))) as {
  withTable: (text: string, table: string) => string
}

describe('npm run bench', () => {
  test.each([
    [['--repetitions', 'x'], '--repetitions is a whole number from 1 on, not "x"'],
    [['--repetitions', '0'], '--repetitions'],
    [['--rows', 'chain,chains'], 'there is no row chains: floors, chain, '],
    [['--row', 'chain'], "Unknown option '--row'"],
    [['--folder', '/nowhere/at/all'], 'there is no /nowhere/at/all'],
    [['--write', '--only', 'Iteron'], '--write puts a whole run into the README'],
  ])('refuses %j, and says why', (args, why) => {
    const { status, stderr } = spawnSync(process.execPath, [path.join(parts, 'bench.mjs'), ...args], {
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(why) })
  })

  test('its README has a place for the table', () => {
    const text = withTable(readSource('bench/README.md'), '| the table |')
    expect(text).toContain('\n| the table |\n')
    expect(withTable(text, '| the table |')).toBe(text)
  })
})

describe('a goal', () => {
  const results: Results = new Map([
    [
      'ours',
      {
        measurements: [
          { value: 10, p99: 30 },
          { value: 30, p99: 60 },
          { value: 12, p99: 12 },
        ],
      },
    ],
    ['theirs', { measurements: [{ value: 10 }, { value: 20 }, { value: 10 }] }],
    ['absent', { measurements: [], missing: 'it is not installed' }],
  ])
  const judge = (goal: object) => judged({ unit: 'jobs/s', goals: [goal] }, results)

  test('is a bound', () => {
    expect(judge({ of: 'ours', atLeast: 12 })).toEqual([
      { subject: 'ours', text: 'jobs/s ≥ 12', measured: { median: 12, low: 10, high: 30 }, holds: true },
    ])
    expect(judge({ of: 'ours', atMost: 11 })).toMatchObject([{ text: 'jobs/s ≤ 11', holds: false }])
  })

  test('compares two systems repetition by repetition', () => {
    expect(judge({ of: 'ours', atLeast: 1.25, against: { subject: 'theirs' } })).toMatchObject([
      { text: 'jobs/s ≥ 1.25 × theirs', measured: { median: 1.2, low: 1, high: 1.5 }, holds: false },
    ])
    expect(judge({ of: 'ours', atMost: 5, minus: { subject: 'theirs' } })).toMatchObject([
      { text: 'jobs/s − theirs ≤ 5', measured: { median: 2, low: 0, high: 10 }, holds: true },
    ])
  })

  test('compares two numbers of one system', () => {
    expect(judge({ of: 'ours', field: 'p99', atMost: 2, against: { subject: 'ours' } })).toMatchObject([
      { text: 'p99 ≤ 2 × jobs/s', measured: { median: 2, low: 1, high: 3 }, holds: true },
    ])
  })

  test('says what is missing, and is left out where nobody asked for it', () => {
    expect(judge({ of: 'ours', atLeast: 1, against: { subject: 'absent' } })).toMatchObject([
      { missing: 'absent: it is not installed' },
    ])
    expect(judge({ of: 'ours', atLeast: 1, against: { subject: 'others' } })).toEqual([])
  })
})
