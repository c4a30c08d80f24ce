import { postgres } from './postgres.mjs'
import { redis, redisAlways } from './redis.mjs'

const STARTS = { redis, redisAlways, postgres }

/**
 * Runs work beside the server that a peer stands on, a new one with nothing in it: what others left there costs nobody anything, and
 * none runs while something else is measured. Without a name the work gets no parameters. Undefined: it isn't installed here.
 */
export async function withServer(name, folder, work) {
  if (name === undefined) return await work({})
  const server = await STARTS[name](folder)
  if (server === undefined) return undefined
  try {
    return await work(server.parameters)
  } finally {
    await server.stop()
  }
}
