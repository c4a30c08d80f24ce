import { setTimeout as pause } from 'node:timers/promises'

const IDLE_CHAINS = 50
const JOBS_OF_A_CHAIN = 3

/**
 * How long chains take while others run: they begin evenly, at a `share` of the rate at which so many `chains` at once were worked
 * through, whatever became of those before. Milliseconds from when each was due, so that one that begins late, because the system
 * was busy, isn't counted as a quick one. `idle`: one at a time, before. All of it on a system that has done as many `chains`.
 */
export async function underLoad(chains, { share, seconds, chains: count }) {
  await chains.throughput(count)
  const idle = await chains.latency(IDLE_CHAINS)
  const peak = await chains.throughput(count)
  const jobsPerSecond = share * (peak.jobs / peak.seconds)
  const everyMs = (1000 * JOBS_OF_A_CHAIN) / jobsPerSecond
  const ids = await chains.inputs(Math.ceil((seconds * 1000) / everyMs))
  return { idle, jobsPerSecond, times: await evenly(ids, everyMs, (id) => chains.run([id])) }
}

async function evenly(ids, everyMs, run) {
  const from = performance.now()
  const times = []
  for (const [n, id] of ids.entries()) {
    const due = from + n * everyMs
    const early = due - performance.now()
    if (early > 0) await pause(early)
    times.push(run(id).then(() => performance.now() - due))
  }
  return await Promise.all(times)
}
