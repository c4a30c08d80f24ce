import { spawnSync } from 'node:child_process'
import { expect } from '@jest/globals'
import { fault, inForm } from '../fault.ts'
import { allPages } from '../../e2e/pages.ts'
import { raise } from '../../e2e/programs.ts'
import { peakResidentBytes } from '../../e2e/processes.ts'
import { expectRefused, node, sharedSubject, type Subject } from './subject.ts'

const MB = 1024 * 1024
/** 10,000 events of one commit are in memory at once. */
const mostResidentBytes = inForm({ short: 400 * MB, long: 600 * MB, soak: 600 * MB })
const subject: Subject = sharedSubject({}, { verifyFiles: false, mostResidentBytes })
const LIMIT_MS = 300_000

/** Runs a module and says how long it took. */
async function timed(what: string, script: string, spec = {}) {
  const from = performance.now()
  const job = await subject.run(script, { timeout: '5m', ...spec })
  const stages = job.attemptList
    .at(-1)!
    .ledger?.stages.map(({ stage, fromMs, toMs }) => `${stage} ${Math.round(toMs - fromMs)}`)
  process.stdout.write(`${what}: ${Math.round(performance.now() - from)} ms (${stages?.join(', ')})\n`)
  return job
}

fault(
  {
    fault: 'a module emits 10,000 events (short form: 200)',
    holds: 'each is there once and routed; the tree is at rest afterwards',
    limitMs: LIMIT_MS,
  },
  async () => {
    const count = inForm({ short: 200, long: 10_000, soak: 10_000 })
    const lines = `for (let n = 0; n < ${count}; n += 1) fs.writeFileSync('out/events/' + String(n).padStart(6, '0'), JSON.stringify({ type: 'many', data: { n } }))`
    const job = await timed(`${count} events`, node(lines), { publishes: ['many'] })
    expect(job).toMatchObject({ state: 'succeeded' })
    const events = await allPages(
      (pageToken) => subject.client.call('events', 'ListEvents', { type: 'many', pageSize: 1000, pageToken }),
      (page) => page.events,
    )
    expect(events.filter(({ state }) => state !== 'handled')).toEqual([])
    expect([events.length, new Set(events.map(({ key }) => key)).size]).toEqual([count, count])
  },
)

fault(
  {
    fault: 'a module prints 1 GB (short form: 20 MB)',
    holds: 'memory is bounded, the log keeps its first 16 MiB and says how much was left out',
    limitMs: LIMIT_MS,
  },
  async () => {
    const bytes = inForm({ short: 20_000_000, long: 1_000_000_000, soak: 1_000_000_000 })
    const before = peakResidentBytes(subject.installation.server.pid)
    const job = await timed(
      `${bytes} bytes printed`,
      `head -c ${bytes} /dev/zero | tr '\\0' x | fold -w 1000`,
    )
    expect(job).toMatchObject({ state: 'succeeded' })
    const log = await subject.client.log(job.id)
    expect(log.length).toBeGreaterThan(15 * MB)
    expect(log.length).toBeLessThan(17 * MB)
    expect(log.slice(-200)).toMatch(/\d+ more bytes/)
    expect(peakResidentBytes(subject.installation.server.pid) - before).toBeLessThan(200 * MB)
  },
)

fault(
  {
    fault: 'a module prints one line of 50 MB (short form: 20 MB) without an end, and bytes that are no text',
    holds: 'the line is cut, the job succeeds, memory is bounded',
  },
  async () => {
    const bytes = inForm({ short: 20_000_000, long: 50_000_000, soak: 50_000_000 })
    const job = await subject.run(`head -c ${bytes} /dev/zero | tr '\\0' x; head -c 100000 /dev/urandom`)
    expect(job).toMatchObject({ state: 'succeeded' })
    const log = await subject.client.log(job.id)
    expect(log.slice(0, 1000)).toBe('x'.repeat(1000))
    expect(log.length).toBeGreaterThan(15 * MB)
    expect(log.length).toBeLessThan(18 * MB)
  },
)

fault(
  {
    fault: 'a module raises an event with 129 KB of data, beside a good one',
    holds: 'the outputs are refused by the name of the file with size and limit; 128 KB are taken',
  },
  async () => {
    const event = (bytes: number) =>
      node(
        `fs.writeFileSync('out/events/e.json', JSON.stringify({ type: 'large', data: { x: 'x'.repeat(${bytes} - 8) } }))`,
      )
    const good = raise('good', 'large')
    const refused = await subject.run(`${good}; ${event(129 * 1024)}`, { publishes: ['large'] })
    expectRefused(refused, 'out/events/e.json has 132096 bytes of data, and may have 131072 at most')
    expect((await subject.client.call('events', 'ListEvents', { type: 'large' })).events).toEqual([])
    const taken = await subject.run(event(128 * 1024), { publishes: ['large'] })
    expect(taken).toMatchObject({ state: 'succeeded' })
    expect((await subject.client.call('events', 'ListEvents', { type: 'large' })).events).toHaveLength(1)
  },
)

fault(
  {
    fault: 'a module reports insights of 5 MB, or an event file of 200 MB',
    holds: 'the outputs are refused with size and limit, and the file is not read',
  },
  async () => {
    const insights = await subject.run(`head -c 5000000 /dev/zero | tr '\\0' 1 > out/insights.json`)
    expectRefused(insights, 'out/insights.json has 5000000 bytes, and may have 65536 at most')
    expectRefused(await subject.run('truncate -s 200M out/events/e.json'), 'out/events/e.json has 209715200')
  },
)

fault(
  {
    fault: 'a module leaves a sparse file of 2 GB',
    holds: 'it is stored in the room that it takes, and verified',
    form: 'long',
    limitMs: LIMIT_MS,
  },
  async () => {
    const job = await timed(
      'a sparse file of 2 GB',
      'truncate -s 2G out/data/sparse; printf end >> out/data/sparse',
    )
    expect(job).toMatchObject({ state: 'succeeded' })
    const blobs = spawnSync('du', ['-sm', subject.installation.data]).stdout.toString()
    expect(Number.parseInt(blobs, 10)).toBeLessThan(700)
    const verified = await subject.installation.cli('artifact', 'verify', job.artifacts[0]!)
    expect(verified).toMatchObject({ exit: 0 })
  },
)
