// `node bench/profile.mjs [chains]`: where the time of the row `chain` goes, by CPU time, by V8's profile and by the jobs' own ledgers.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Refusal, wholeNumber } from './options.mjs'
import { byPart } from './measure/cpu-profile.mjs'
import { cpuMs, ownCpuMs } from './measure/processes.mjs'
import { quantile } from './measure/statistics.mjs'
import { threadsMs, usedSince } from './measure/threads.mjs'
import { createChain, firstEvent, uploadInputs } from './subjects/chain-modules.mjs'
import { jobsIn, publishMany, untilThereAre } from './subjects/iteron-jobs.mjs'
import { IteronServer } from './subjects/iteron-server.mjs'

const STAGES = 3
/** Chains that are looked at one by one for their ledgers. */
const FEW = 100
const program = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))

const chains = asked(process.argv[2] ?? '400')
const folder = await mkdtemp(join(tmpdir(), 'iteron-profile-'))
const profiles = join(folder, 'profiles')
const flags = ['--cpu-prof', '--cpu-prof-interval=400', `--cpu-prof-dir=${profiles}`]
const server = new IteronServer({ program, flags })
try {
  const from = performance.now()
  await server.start(join(folder, 'server'), { slots: 4, executors: { local: 'process:' } })
  await createChain(server, folder)
  await run('w', 0)
  const { beganMs, seconds, threads, programsMs } = await run('m', chains * STAGES, from)
  const jobs = chains * STAGES
  const per = (ms) => (ms / jobs).toFixed(2).padStart(7)
  print(`${jobs} jobs of chains after as many: ${(jobs / seconds).toFixed(0)} a second, with the profiler`)
  print('CPU, ms a job:')
  print(`${per(threads.main)} the main thread`)
  print(`${per(threads.others[0])} the busiest other thread: SQLite's writer`)
  print(`${per(sum(threads.others.slice(1)))} the others: V8's compiler and collector, threads for files`)
  print(`${per(programsMs)} the programs and the shells that start them`)
  print('the jobs’ ledgers, ms, half of them less than:')
  for (const [stage, ms] of await ledgers()) print(`${ms.toFixed(2).padStart(7)} ${stage}`)
  await server.stop()
  print('the main thread by its profile, ms a job, waits for the disk and for a core included:')
  for (const [part, ms] of byPart(await profile(), beganMs)) print(`${per(ms)} ${part}`)
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

/** So many chains at once, on a server that has done `before` jobs. */
async function run(name, before, start = 0) {
  const ids = Array.from({ length: chains }, (_, n) => `${name}${n}`)
  const inputs = await uploadInputs(server, ids)
  const [beganMs, had, threads, own] = [
    performance.now() - start,
    cpuMs([server.pid]),
    threadsMs(server.pid),
    ownCpuMs(server.pid),
  ]
  const from = performance.now()
  await publishMany(server, chains, (n) => firstEvent(ids[n], inputs.get(ids[n])))
  await untilThereAre(server, { succeeded: before + chains * STAGES })
  const seconds = (performance.now() - from) / 1000
  const programsMs = cpuMs([server.pid]) - had - (ownCpuMs(server.pid) - own)
  return { beganMs, seconds, threads: usedSince(threads, server.pid), programsMs }
}

/** Median milliseconds between the marks in the ledgers of the last jobs. */
async function ledgers() {
  const stages = new Map()
  let left = FEW * STAGES
  for await (const { id } of jobsIn(server, {})) {
    if ((left -= 1) < 0) break
    const { attemptList } = await server.call('jobs', 'GetJob', { job: id })
    const at = Object.fromEntries(attemptList[0].ledger.stages.map((one) => [one.stage, one]))
    const marks = [
      ['from its claim to the beginning of prepare', at.queue.toMs, at.prepare.fromMs],
      ['prepare: its workspace and input', at.prepare.fromMs, at.prepare.toMs],
      ['module: the program', at.module.fromMs, at.module.toMs],
      ['commit: its output checked, digested, stored', at.commit.fromMs, at.commit.toMs],
      ['relay: C3, and until its metadata is on the disk', at.relay?.fromMs, at.relay?.toMs],
    ]
    for (const [name, begin, end] of marks) if (end !== undefined) listed(stages, name).push(end - begin)
  }
  return [...stages].map(([name, times]) => [name, quantile(times, 0.5)])
}

function listed(lists, name) {
  if (!lists.has(name)) lists.set(name, [])
  return lists.get(name)
}

async function profile() {
  const [name] = (await readdir(profiles)).filter((one) => one.endsWith('.001.cpuprofile'))
  return JSON.parse(await readFile(join(profiles, name), 'utf8'))
}

function asked(text) {
  try {
    return wholeNumber('the number of chains', text)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(2)
  }
}

function sum(numbers) {
  return numbers.reduce((total, one) => total + one, 0)
}

function print(line) {
  process.stdout.write(`${line}\n`)
}
