import { peakMb, resetPeak } from '../../measure/processes.mjs'
import { newest, publishMany, stageMs, untilThereAre } from '../iteron-jobs.mjs'
import { splitter } from './splitter.mjs'

/** A join over so many events, which nobody else takes; in so many rounds. */
export async function join(server, { size, rounds }) {
  await server.module(splitter({ name: 'split', subscribes: 'whole', publishes: 'part', count: size }))
  const rule = { root: 'whole', collect: ['part'], requires: 'all' }
  await server.module({ name: 'gather', join: rule, command: ['true'], executor: 'none' })
  resetPeak(server.pid)
  let [ms, waitedMs, prepareMs] = [0, 0, 0]
  for (let round = 1; round <= rounds; round += 1) {
    await publishMany(server, 1, () => ({ type: 'whole' }))
    await untilThereAre(server, { succeeded: 2 * round })
    const [split, gather] = [await newest(server, 'split'), await newest(server, 'gather')]
    const { fromMs } = gather.attemptList[0].ledger.stages.find(({ stage }) => stage === 'prepare')
    ms += gather.endedAtMs - split.endedAtMs
    waitedMs += fromMs - split.endedAtMs
    prepareMs += stageMs(gather, 'prepare')
  }
  return {
    value: (rounds * size) / (ms / 1000),
    'peak MB': peakMb(server.pid),
    'until it begins, ms': waitedMs / rounds,
    'prepare ms': prepareMs / rounds,
  }
}
