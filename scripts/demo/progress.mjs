// Follows the jobs while they run, and says how far they are and what failed.

const SAY_EVERY_MS = 2000
const INDENT = ' '.repeat(9)
const WORKING = new Set(['preparing', 'running', 'committing'])
const UNSUCCESSFUL = new Set(['failed', 'cancelled', 'discarded'])
const FINAL = new Set(['succeeded', ...UNSUCCESSFUL])

/** Prints what the jobs do until `end` settles; returns all jobs as they are then. */
export async function followJobs(server, end) {
  const board = new Board()
  const stopping = new AbortController()
  const lines = server.watch(stopping.signal, 'job', 'watch', '-o', 'json')
  const changes = takeChanges(server, board, lines, stopping.signal)
  changes.catch(() => undefined) // told below, when the wait has ended
  const timer = setInterval(() => board.sayProgress(), SAY_EVERY_MS)
  try {
    await end
  } finally {
    clearInterval(timer)
    stopping.abort()
    await changes
  }
  const jobs = await allJobs(server)
  jobs.forEach((job) => board.take(job))
  board.sayProgress()
  return jobs
}

async function takeChanges(server, board, lines, stopping) {
  let first = true
  for await (const line of lines) {
    if (stopping.aborted) return // the last line may be cut off
    // `job watch` doesn't tell of the jobs that had ended before it looked.
    if (first) (await allJobs(server)).forEach((job) => board.take(job))
    first = false
    board.take(JSON.parse(line))
  }
}

/** Oldest first. */
async function allJobs(server) {
  return (await server.readJson('job', 'list', '--all')).reverse()
}

/** The last known state of every job. */
class Board {
  #started = performance.now()
  #jobs = new Map()
  #told = new Set()
  #said = ''

  take(job) {
    this.#jobs.set(job.id, job)
    const news = `${job.id} ${job.state}`
    if (!UNSUCCESSFUL.has(job.state) || this.#told.has(news)) return
    this.#told.add(news)
    const tries = job.state === 'failed' ? ` after ${times(job.attempts, 'attempt')}` : ''
    this.#say(
      `${job.state.toUpperCase()}${tries}: ${job.module} (job ${job.id.slice(0, 8)})\n${INDENT}${job.reason}`,
    )
  }

  sayProgress() {
    const jobs = [...this.#jobs.values()]
    const done = jobs.filter(({ state }) => FINAL.has(state)).length
    const working = jobs.filter(({ state }) => WORKING.has(state)).map(({ module }) => module)
    const counts = [...new Set(working)].sort().map((name) => count(name, working))
    const atWork = counts.length > 0 ? `; at work: ${counts.join(', ')}` : ''
    const text = `${done} of ${jobs.length} jobs so far have ended${atWork}`
    if (text !== this.#said) this.#say(text)
    this.#said = text
  }

  #say(text) {
    const seconds = (performance.now() - this.#started) / 1000
    console.log(`${seconds.toFixed(0).padStart(5)} s  ${text}`)
  }
}

function count(name, among) {
  const number = among.filter((other) => other === name).length
  return number === 1 ? name : `${number} × ${name}`
}

function times(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
