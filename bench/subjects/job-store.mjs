// A store with as many jobs as are wanted, made of real ones.
import { jobId, eventKey } from '../../dist/core/model/identity.js'
import { openInstallation } from '../../dist/cli/offline/installation.js'

const BATCH = 250
const WRITERS = 4
const DAY_MS = 24 * 3600 * 1000
const DAYS = 90
const TRACE = 10
/** One in so many waits, for a retry that is due in ten years: nothing begins while lists are measured. */
const RARE = 20_000
const COMMITTED_FIELDS = ['committed', 'children', 'parts', 'relayed', 'relayedAt']

/** What was put in, as lists are asked for it. */
export class JobStore {
  /** When the first and the last of them was made, milliseconds since 1970. */
  from
  to
  #templates
  #rows

  /** `templates`: records of jobs that succeeded, the one of the most frequent module first. */
  constructor(templates, rows) {
    this.#templates = templates
    this.#rows = rows
    this.to = Date.now()
    this.from = this.to - DAYS * DAY_MS
  }

  /** The n-th job, from 0, the oldest. Of a thousand, twenty have failed and five were cancelled. */
  job(n) {
    const template = this.#templates[moduleOf(n)]
    const eventId = `event-${n}`
    const event = eventKey('bench', eventId)
    const at = this.from + Math.round(((this.to - this.from) * n) / this.#rows)
    const shift = at - template.createdAt
    const times = Object.fromEntries(
      Object.entries(template)
        .filter(([key]) => key.endsWith('At'))
        .map(([key, value]) => [key, value + shift]),
    )
    const own = { id: jobId(event, template.module), event, eventId, root: event, correlationId: traceOf(n) }
    return { ...template, ...times, ...own, ...changes(n, template, this.to) }
  }
}

/** The trace that the n-th job belongs to. */
export function traceOf(n) {
  return `trace-${Math.floor(n / TRACE)}`
}

/** Modules have 60, 25, 10, 4.9 and 0.1 of a hundred jobs. */
function moduleOf(n) {
  const place = (n * 7919) % 1000
  return [600, 850, 950, 999, 1000].findIndex((end) => place < end)
}

/** What is otherwise in a job that didn't succeed. */
function changes(n, template, now) {
  const none = Object.fromEntries(COMMITTED_FIELDS.map((field) => [field, undefined]))
  const place = (n * 6007) % 1000
  if (n % RARE === RARE / 2)
    return { ...none, state: 'waiting', endedAt: undefined, dueAt: now + 3650 * DAY_MS }
  if (place < 20) {
    const failure = { class: 'exit', message: `${template.moduleName} ended with exit code 1`, exitCode: 1 }
    return { ...none, state: 'failed', reason: failure.message, failure }
  }
  return place < 25 ? { ...none, state: 'cancelled', reason: 'cancelled by a client' } : {}
}

/** Writes jobs into a data folder that nobody has open, by the document store and its policies, as Iteron would. */
export async function fillStore(data, modules, rows) {
  const onFatal = (error) => {
    throw error
  }
  const installation = await openInstallation({ data, durability: 'process', slots: 1, onFatal })
  try {
    const templates = []
    for (const module of modules) templates.push(await templateOf(installation, module))
    const store = new JobStore(templates, rows)
    await write(installation.store, store, rows)
    return store
  } finally {
    await installation.close()
  }
}

async function templateOf({ catalog }, name) {
  const { id } = await catalog.modules.resolve(name)
  const { documents } = await catalog.jobs.list({ module: id, states: ['succeeded'] }, { limit: 1 })
  return documents[0]
}

async function write(documents, jobs, rows) {
  let next = 0
  const writer = async () => {
    while (next < rows) {
      const from = next
      next += BATCH
      const some = Array.from({ length: Math.min(BATCH, rows - from) }, (_, n) => jobs.job(from + n))
      await documents.batch(some.map((document) => ({ kind: 'insert', collection: 'jobs', document })))
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, writer))
}
