// The common work: an event starts job A, whose end starts job B, whose end starts job C. Each job copies a file of 1 KiB.
import { setTimeout as pause } from 'node:timers/promises'
import { cpuMs } from '../measure/processes.mjs'
import { underLoad } from './load.mjs'
import { serve } from './serve.mjs'

export const STAGES = 3
const WARM_UP = 10
const PAUSE_MS = 20

/**
 * Serves a system that runs chains: an object with
 * `prepare(parameters)`; `before(ids)`, which makes the input of chains and isn't measured; `publish(ids)`, which begins them and
 * resolves when that is accepted; `finished(id)`, which resolves when the last job is recorded as done; `check(ids)`, which rejects
 * unless each left its last file; `pids()`, the processes whose CPU counts besides this one; `noop(jobs)`; `accept(events)`; `stop()`.
 */
export function serveChains(system) {
  const chains = new Chains(system)
  serve({
    prepare: (parameters) => chains.prepare(parameters),
    throughput: ({ chains: count }) => chains.throughput(count),
    latency: ({ chains: count }) => chains.latency(count),
    underLoad: (parameters) => underLoad(chains, parameters),
    noop: ({ jobs }) => chains.counted(jobs, () => system.noop(jobs)),
    accept: ({ events }) => chains.counted(events, () => system.accept(events)),
    pids: () => ({ pid: process.pid, servers: chains.servers() }),
    stop: () => system.stop?.(),
  })
}

class Chains {
  #system
  #last = 0

  constructor(system) {
    this.#system = system
  }

  servers() {
    return this.#system.pids?.() ?? []
  }

  async prepare(parameters) {
    hold(parameters.ballastMib ?? 0)
    await this.#system.prepare(parameters)
    for (const id of await this.inputs(WARM_UP)) await this.run([id])
  }

  /** Ids of so many new chains that can begin. */
  async inputs(count) {
    const ids = Array.from({ length: count }, () => `c${String((this.#last += 1))}`)
    await this.#system.before(ids)
    return ids
  }

  /** Begins chains; resolves when all have ended. */
  async run(ids) {
    const done = ids.map((id) => this.#system.finished(id))
    await this.#system.publish(ids)
    await Promise.all(done)
  }

  /** So many chains at once. */
  async throughput(count) {
    const ids = await this.inputs(count)
    const measured = await this.counted(count * STAGES, () => this.run(ids))
    await this.#system.check?.(ids)
    return measured
  }

  /** One after the other on an idle system, milliseconds each. */
  async latency(count) {
    const times = []
    for (const id of await this.inputs(count)) {
      const from = performance.now()
      await this.run([id])
      times.push(performance.now() - from)
      await pause(PAUSE_MS)
    }
    return times
  }

  /** The time and CPU of some work, which may say when it was over, milliseconds since 1970. */
  async counted(jobs, work) {
    const all = [process.pid, ...this.servers()]
    const [cpu, servers, from] = [cpuMs(all), cpuMs(this.servers()), now()]
    const end = (await work()) ?? now()
    const seconds = (end - from) / 1000
    return { jobs, seconds, cpuMs: cpuMs(all) - cpu, serverCpuMs: cpuMs(this.servers()) - servers }
  }
}

/** Milliseconds since 1970, with fractions. */
function now() {
  return performance.timeOrigin + performance.now()
}

/** Makes this process as large as it would be with so much of other things in it. */
function hold(mib) {
  globalThis.ballast = Array.from({ length: mib }, () => Buffer.alloc(1024 * 1024, 1))
}
