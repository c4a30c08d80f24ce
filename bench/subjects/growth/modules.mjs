import { peakMb, resetPeak } from '../../measure/processes.mjs'
import { jobsIn, publishMany, untilThereAre } from '../iteron-jobs.mjs'

/** The same jobs, evenly over so many modules. */
export async function modules(server, { size, jobs }) {
  const registering = performance.now()
  for (let n = 0; n < size; n += 1) {
    const name = `module-${n}`
    await server.module({ name, subscribes: [name], command: ['true'], executor: 'none' })
  }
  const registeredMs = (performance.now() - registering) / size
  resetPeak(server.pid)
  const from = Date.now()
  await publishMany(server, jobs, (n) => ({ type: `module-${n % size}` }))
  await untilThereAre(server, { succeeded: jobs })
  let last = 0
  for await (const { endedAtMs } of jobsIn(server, {})) last = Math.max(last, endedAtMs)
  const seconds = (last - from) / 1000
  return { value: jobs / seconds, 'peak MB': peakMb(server.pid), 'registering one, ms': registeredMs }
}
