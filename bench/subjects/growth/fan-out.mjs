import { peakMb, resetPeak } from '../../measure/processes.mjs'
import { lastEnd, newest, publishMany, stageMs, untilThereAre } from '../iteron-jobs.mjs'
import { splitter } from './splitter.mjs'

/** A job that raises so many events, each of which becomes a job; in so many rounds. */
export async function fanOut(server, { size, rounds }) {
  await server.module(splitter({ name: 'split', subscribes: 'whole', publishes: 'part', count: size }))
  await server.module({ name: 'part', subscribes: ['part'], command: ['true'], executor: 'none' })
  resetPeak(server.pid)
  let [seconds, commitMs] = [0, 0]
  for (let round = 1; round <= rounds; round += 1) {
    await publishMany(server, 1, () => ({ type: 'whole' }))
    await untilThereAre(server, { succeeded: round * (size + 1) })
    const job = await newest(server, 'split')
    const ended = job.attemptList[0].ledger.stages.find(({ stage }) => stage === 'module').toMs
    seconds += ((await lastEnd(server, 'part')) - ended) / 1000
    commitMs += stageMs(job, 'commit')
  }
  return { value: (rounds * size) / seconds, 'peak MB': peakMb(server.pid), 'commit ms': commitMs / rounds }
}
