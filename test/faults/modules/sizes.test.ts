import { spawnSync } from 'node:child_process'
import { expect } from '@jest/globals'
import type { Job } from '../../e2e/client.ts'
import { IteronProcess } from '../../e2e/iteron-process.ts'
import { fault, inForm } from '../fault.ts'
import { raise } from '../../e2e/programs.ts'
import { peakResidentBytes } from '../../e2e/processes.ts'
import { expectRefused, sharedSubject, type Subject } from './subject.ts'

const subject: Subject = sharedSubject({}, { verifyFiles: false })
const MB = 1024 * 1024
const LIMIT_MS = 300_000

/** What `artifact get` prints as JSON. */
interface Listed {
  readonly files: readonly { readonly path: string }[]
}

/** A module of a few lines for Node. */
function node(lines: string): string {
  return `exec ${process.execPath} -e "const fs = require('node:fs'); ${lines}"`
}

function isOver({ state }: Job): boolean {
  return state === 'succeeded' || state === 'failed'
}

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
    fault: 'a module writes 100,000 files (short form: 300)',
    holds:
      'doctor is clean while they are relayed and after it; all of them are listed, verified, downloaded; others’ jobs run',
    limitMs: LIMIT_MS,
  },
  async () => {
    const count = inForm({ short: 300, long: 100_000, soak: 100_000 })
    const lines = `for (let n = 0; n < ${count}; n += 1) { if (n % 1000 === 0) fs.mkdirSync('out/data/' + n / 1000); fs.writeFileSync('out/data/' + Math.floor(n / 1000) + '/' + n, 'file ' + n) }`
    const type = await subject.register(node(lines), { timeout: '5m' })
    const from = performance.now()
    const event = await subject.client.publish({ type })
    const [job] = await subject.client.begun(event)
    while (!isOver(await subject.client.job(job!.id))) {
      expect(await subject.run('true')).toMatchObject({ state: 'succeeded' })
      const doctor = await subject.client.all('server', 'RunDoctor', {})
      expect(doctor.flatMap(({ finding }) => finding ?? [])).toEqual([])
    }
    process.stdout.write(`${count} files: ${Math.round(performance.now() - from)} ms\n`)
    const { state, artifacts } = await subject.client.job(job!.id)
    expect(state).toBe('succeeded')
    const [artifact = ''] = artifacts
    const { folder, grpc } = subject.installation
    const cli = async (...args: string[]) =>
      await new IteronProcess(args, { cwd: folder, environment: { ITERON_ENDPOINT: grpc } }).end(LIMIT_MS)
    const target = subject.place('files')
    const listed = await cli('artifact', 'list', '-o', 'json')
    expect(JSON.parse(listed.stdout)).toContainEqual(
      expect.objectContaining({ id: artifact, fileCount: count }),
    )
    const got = JSON.parse((await cli('artifact', 'get', artifact, '-o', 'json')).stdout) as Listed
    const expected = Array.from({ length: count }, (_, n) => `${Math.floor(n / 1000)}/${n}`)
    expect(got.files.map(({ path }) => path).sort()).toEqual(expected.sort())
    const verified = await cli('artifact', 'verify', artifact)
    expect(verified).toMatchObject({ exit: 0 })
    expect(await cli('artifact', 'download', artifact, target)).toMatchObject({ exit: 0 })
    const found = spawnSync('sh', ['-c', `find ${target} -type f | wc -l; cat ${target}/0/299`])
    expect(found.stdout.toString().trim().split('\n')).toEqual([String(count), 'file 299'])
  },
)

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
    const keys: string[] = []
    let pageToken = ''
    do {
      const page = await subject.client.call('events', 'ListEvents', {
        type: 'many',
        pageSize: 1000,
        pageToken,
      })
      expect(page.events.filter(({ state }) => state !== 'handled')).toEqual([])
      keys.push(...page.events.map(({ key }) => key))
      pageToken = page.nextPageToken
    } while (pageToken !== '')
    expect([keys.length, new Set(keys).size]).toEqual([count, count])
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
    expect((await subject.client.log(job.id)).length).toBeLessThan(18 * MB)
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
