import { join } from 'node:path'
import { postgres } from './postgres.mjs'
import { redis, redisAlways } from './redis.mjs'

const STARTS = { redis, redisAlways, postgres }

/** The servers that peers stand on, each started when it is first needed. */
export class Servers {
  #folder
  #started = new Map()

  constructor(folder) {
    this.#folder = folder
  }

  /** Undefined: it isn't installed here. */
  async started(name) {
    if (!this.#started.has(name)) this.#started.set(name, await STARTS[name](join(this.#folder, name)))
    return this.#started.get(name)
  }

  async stop() {
    for (const server of this.#started.values()) await server?.stop()
  }
}
