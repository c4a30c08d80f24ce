import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { root } from '../architecture/imports.ts'
import { describeUnless, LONG } from '../e2e/exercised.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const RUN_MS = 120_000
const ROWS = 'floors,chain,accept,start,idle'

type Measurement = Readonly<Record<string, number>>

interface Results {
  readonly rows: readonly {
    readonly name: string
    readonly subjects: readonly { readonly name: string; readonly measurements: readonly Measurement[] }[]
  }[]
}

const short = LONG ? undefined : 'it takes a minute; ITERON_TEST_LONG=1 runs it'

// Half of what a quiet machine shows, or twice: no absolute times, so that slow machines pass, and a slip of half doesn't.
describeUnless(short, 'what Iteron costs beside what is measured in the same run', () => {
  let results: Results

  beforeAll(async () => {
    results = await bench()
  }, RUN_MS)

  test('chains of processes: jobs a second, beside bare Node', () => {
    expect(ratio('chain', 'Iteron, process', 'bare Node')).toBeGreaterThan(0.07)
    expect(ratio('chain', 'Iteron, power', 'bare Node')).toBeGreaterThan(0.07)
  })

  test('events accepted: a second, beside rows that SQLite commits fifty at a time', () => {
    expect(
      medianOf(
        ratios('accept', 'Iteron, power', { against: ['floors', 'SQLite, 50 rows a commit', 'rows/s'] }),
      ),
    ).toBeGreaterThan(0.06)
  })

  test('start until it takes events, beside an empty Node', () => {
    expect(
      medianOf(ratios('start', 'Iteron', { field: 'ready', against: ['start', 'node -e 0', 'value'] })),
    ).toBeLessThan(32)
  })

  test('memory while idle, beside an idle Node', () => {
    expect(ratio('idle', 'Iteron', 'bare Node')).toBeLessThan(4.5)
  })

  const ratio = (row: string, subject: string, other: string): number =>
    medianOf(ratios(row, subject, { against: [row, other, 'value'] }))

  /** Repetition by repetition: the two were measured one after the other. */
  function ratios(
    row: string,
    subject: string,
    { field = 'value', against }: { field?: string; against: readonly [string, string, string] },
  ): number[] {
    const [otherRow, otherSubject, otherField] = against
    const others = measurements(otherRow, otherSubject)
    return measurements(row, subject).map((one, n) => one[field]! / others[n]![otherField]!)
  }

  function measurements(row: string, subject: string): readonly Measurement[] {
    const found = results.rows
      .find(({ name }) => name === row)!
      .subjects.find(({ name }) => name === subject)!
    expect({ subject, measured: found.measurements.length > 0 }).toEqual({ subject, measured: true })
    return found.measurements
  }
})

function medianOf(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!
}

/** The benchmarks in their small sizes, without the systems of others. */
async function bench(): Promise<Results> {
  const folder = temporaryFolder('bench')
  const json = path.join(folder, 'results.json')
  const program = path.join(root, 'bench/bench.mjs')
  const args = ['--small', '--without-peers', '--rows', ROWS, '--folder', folder, '--json', json]
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`bench/bench.mjs ended with ${String(code)}:\n${said}`)
  return JSON.parse(readFileSync(json, 'utf8')) as Results
}
