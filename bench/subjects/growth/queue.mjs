import { peakMb, resetPeak } from '../../measure/processes.mjs'
import { lastEnd, publishMany, untilThereAre } from '../iteron-jobs.mjs'

/** Jobs that wait in a paused module until all are there; so many at once, in so many rounds. */
export async function queue(server, { size, rounds }) {
  await server.module({ name: 'empty', subscribes: ['empty'], command: ['true'], executor: 'none' })
  resetPeak(server.pid)
  let seconds = 0
  for (let round = 1; round <= rounds; round += 1) {
    await server.call('modules', 'PauseModule', { module: 'empty' })
    await publishMany(server, size, () => ({ type: 'empty' }))
    await untilThereAre(server, { queued: size })
    const from = Date.now()
    await server.call('modules', 'ResumeModule', { module: 'empty' })
    await untilThereAre(server, { succeeded: round * size })
    seconds += ((await lastEnd(server, 'empty')) - from) / 1000
  }
  return { value: (rounds * size) / seconds, 'peak MB': peakMb(server.pid) }
}
