// Follows the jobs while they run, and says how far they are and what failed.
import { setTimeout as delay } from 'node:timers/promises'
import { lastLogLine, readJson } from './answers.mjs'

const LOOK_EVERY_MS = 1000
const WORKING = new Set(['preparing', 'running', 'committing'])
const DONE = new Set(['succeeded', 'failed', 'cancelled', 'discarded'])

/** Prints until `done()`. A job that fails is printed with its reason and the last line of its log, once. */
export async function followJobs(iteron, done) {
  const started = performance.now()
  const told = new Set()
  let last = ''
  const say = (text) =>
    console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${text}`)
  while (!done()) {
    const jobs = await readJson(iteron, 'job', 'list', '--all')
    for (const job of jobs.filter(({ id, state }) => state === 'failed' && !told.has(id))) {
      told.add(job.id)
      say(await failure(iteron, job))
    }
    const now = progress(jobs)
    if (now !== last) say(now)
    last = now
    await Promise.race([delay(LOOK_EVERY_MS), done.promise])
  }
}

async function failure(iteron, job) {
  const tries = `${job.attempts} attempt${job.attempts === 1 ? '' : 's'}`
  return `FAILED  ${job.module} (job ${job.id.slice(0, 8)}) after ${tries}: ${job.reason}\n${' '.repeat(17)}it said: ${await lastLogLine(iteron, job.id)}`
}

function progress(jobs) {
  const done = jobs.filter(({ state }) => DONE.has(state)).length
  const working = jobs.filter(({ state }) => WORKING.has(state)).map(({ module }) => module)
  const counts = [...new Set(working)]
    .sort()
    .map((name) => times(name, working.filter((other) => other === name).length))
  return `${done} of ${jobs.length} jobs so far${counts.length > 0 ? `; at work: ${counts.join(', ')}` : ''}`
}

function times(name, count) {
  return count === 1 ? name : `${count} × ${name}`
}
