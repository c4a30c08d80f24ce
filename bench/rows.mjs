import { accept } from './rows/accept.mjs'
import { ballast } from './rows/ballast.mjs'
import { chain } from './rows/chain.mjs'
import { idle } from './rows/idle.mjs'
import { latency } from './rows/latency.mjs'
import { noop } from './rows/noop.mjs'
import { start } from './rows/start.mjs'
import { version } from './rows/version.mjs'

/** In the order of the table. */
export const ROWS = [chain, latency, noop, accept, ballast, start, idle, version]
