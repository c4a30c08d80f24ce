import { accept } from './rows/accept.mjs'
import { ballast } from './rows/ballast.mjs'
import { chain } from './rows/chain.mjs'
import { demo } from './rows/demo.mjs'
import { floors } from './rows/floors.mjs'
import { growthFanOut, growthJoin, growthModules, growthQueue, growthTrace } from './rows/growth.mjs'
import { idle } from './rows/idle.mjs'
import { latency } from './rows/latency.mjs'
import { list } from './rows/list.mjs'
import { loaded } from './rows/loaded.mjs'
import { noop } from './rows/noop.mjs'
import { recovery } from './rows/recovery.mjs'
import { stagingSmall } from './rows/staging-small.mjs'
import { staging } from './rows/staging.mjs'
import { start } from './rows/start.mjs'
import { version } from './rows/version.mjs'

const GROWTH = [growthQueue, growthModules, growthFanOut, growthTrace, growthJoin]

/**
 * In the order of the table. A row has a `name`, perhaps a `group`, a `title`, the `unit` of its main number (`valueName` says what
 * it is), `subjects`, `goals` (see report/goals.mjs), `mostRepetitions` where it takes long, `leavesLargeFiles` where they are, and `measure(subject, { folder, server })`.
 */
const ROWS = [
  floors,
  chain,
  latency,
  loaded,
  noop,
  accept,
  ballast,
  start,
  idle,
  version,
  staging,
  stagingSmall,
  recovery,
  list,
  ...GROWTH,
  demo,
]

/** All rows, in the sizes that the options ask for. */
export function rowsFor(options) {
  return ROWS.map((row) => row(options))
}
