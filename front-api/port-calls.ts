import { Histogram, type Registry } from 'prom-client'
import type { ObservedCall } from '../core/policies/instrumented.ts'

const BUCKETS = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]

/** How long the calls of ports take, and how they end. */
export class PortCalls {
  readonly #seconds = new Histogram({
    name: 'iteron_port_call_seconds',
    help: 'Calls of bus, document and blob store: how long they took, and the error code (OK: none).',
    labelNames: ['port', 'method', 'code'],
    buckets: BUCKETS,
    registers: [],
  })

  observe(port: string, { method, durationMs, error }: ObservedCall): void {
    this.#seconds.observe({ port, method, code: error ?? 'OK' }, durationMs / 1000)
  }

  /** Shows them among the metrics of a registry. */
  register(registry: Registry): void {
    registry.registerMetric(this.#seconds)
  }
}
