import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Catalog } from '../core/catalog/catalog.ts'
import type { AttemptRecord } from '../core/model/job.ts'
import { LEDGER_STAGES, stageMs } from '../core/model/ledger.ts'
import { JOB_STATES } from '../core/model/transition.ts'
import type { EventBus } from '../core/ports/event-bus.ts'
import type { PortCalls } from './port-calls.ts'

export interface MetricsContext {
  readonly catalog: Catalog
  readonly bus: EventBus
  readonly group: string
  readonly calls?: PortCalls
}

const MODULES_PAGE = 200
/** The lag is sampled by a timer, which wakes an idle process as often. Milliseconds. */
const LAG_SAMPLE_MS = 500
const STAGE_BUCKETS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3600]

/** What `/metrics` says: counts from the store when it is asked, and what has gone by since the process started. */
export class Metrics {
  readonly #context: MetricsContext
  readonly #registry = new Registry()
  readonly #unlisten: () => void
  readonly #events: Counter
  readonly #attempts: Counter<'module' | 'state'>
  readonly #stages: Histogram<'module' | 'stage'>
  readonly #jobs: Gauge<'module' | 'state'>
  readonly #depth: Gauge
  readonly #deadLetters: Gauge

  constructor(context: MetricsContext) {
    this.#context = context
    const registers = [this.#registry]
    context.calls?.register(this.#registry)
    this.#events = new Counter({
      name: 'iteron_events_total',
      help: 'Events recorded since the start.',
      registers,
    })
    this.#attempts = new Counter({
      name: 'iteron_attempts_total',
      help: 'Attempts that ended since the start.',
      labelNames: ['module', 'state'],
      registers,
    })
    this.#stages = new Histogram({
      name: 'iteron_stage_seconds',
      help: 'Time that attempts spent in each stage.',
      labelNames: ['module', 'stage'],
      buckets: STAGE_BUCKETS,
      registers,
    })
    this.#jobs = new Gauge({
      name: 'iteron_jobs',
      help: 'Jobs by state and module.',
      labelNames: ['module', 'state'],
      registers,
    })
    this.#depth = new Gauge({
      name: 'iteron_queue_depth',
      help: 'Events accepted and not yet recorded.',
      registers,
    })
    this.#deadLetters = new Gauge({
      name: 'iteron_dead_letters',
      help: 'Messages that could not be taken.',
      registers,
    })
    // Memory, CPU and the event loop's lag (nodejs_eventloop_lag_seconds).
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: LAG_SAMPLE_MS })
    this.#unlisten = context.catalog.context.signals.listen(({ collection, document }) => {
      if (document === undefined) return
      if (collection === 'events') this.#events.inc()
      if (collection === 'attempts') this.#observe(document as AttemptRecord)
    })
  }

  async text(): Promise<{ contentType: string; text: string }> {
    await this.#count()
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() }
  }

  stop(): void {
    this.#unlisten()
    this.#registry.clear()
  }

  #observe(attempt: AttemptRecord): void {
    const module = attempt.module.replace(/-[0-9a-z]{5}$/, '')
    this.#attempts.inc({ module, state: attempt.state })
    for (const stage of LEDGER_STAGES) {
      if (attempt.ledger[stage] !== undefined)
        this.#stages.observe({ module, stage }, stageMs(attempt.ledger, stage) / 1000)
    }
  }

  async #count(): Promise<void> {
    const { catalog, bus, group } = this.#context
    const { depth, deadLetters } = await bus.stats(group)
    this.#depth.set(depth)
    this.#deadLetters.set(deadLetters)
    this.#jobs.reset()
    const { documents } = await catalog.modules.list({ limit: MODULES_PAGE })
    for (const module of documents) {
      const counts = await Promise.all(JOB_STATES.map((state) => catalog.jobs.count(state, module.id)))
      JOB_STATES.forEach((state, n) => {
        this.#jobs.set({ module: module.name, state }, counts[n] ?? 0)
      })
    }
  }
}
