import { peakMb, resetPeak } from '../../measure/processes.mjs'
import { jobsIn, untilThereAre } from '../iteron-jobs.mjs'

const PAGE = 5000
/** Passes its file and a number on to itself until the number is 0; the shell's own commands do everything. */
const STEP = `read -r meta < in/eventmeta.json
n=\${meta#*'"key":"n","value":"'}
n=\${n%%'"'*}
[ "$n" -gt 0 ] || exit 0
echo "$n" > out/data/file
echo '{"type":"step","files":["file"],"data":{"n":"'$((n - 1))'"}}' > out/events/next`

/** A chain of jobs that is so long. */
export async function trace(server, { size }) {
  await server.module({
    name: 'step',
    subscribes: ['step'],
    publishes: ['step'],
    command: ['/bin/sh', '-c', STEP],
  })
  resetPeak(server.pid)
  const event = { type: 'step', id: 'trace', dataJson: JSON.stringify({ n: String(size - 1) }) }
  await server.call('events', 'PublishEvents', { events: [event] })
  await untilThereAre(server, { succeeded: size })
  const jobs = []
  for await (const job of jobsIn(server, { module: 'step' })) jobs.push(job)
  jobs.sort((a, b) => a.endedAtMs - b.endedAtMs)
  const tenth = size / 10
  return {
    value: pace(jobs.slice(-tenth)),
    'first tenth': pace(jobs.slice(0, tenth)),
    'peak MB': peakMb(server.pid),
    'trace ms': await timed(() => server.call('traces', 'ListTraces', { correlationId: 'trace' })),
    'lineage ms': await timed(() => lineage(server, jobs.at(-2))),
  }
}

/** Milliseconds between the ends of two jobs that follow each other. */
function pace(jobs) {
  return (jobs.at(-1).endedAtMs - jobs[0].endedAtMs) / (jobs.length - 1)
}

/** Everything that led to the job's file. */
async function lineage(server, { id }) {
  const { artifacts } = await server.call('jobs', 'GetJob', { job: id })
  let pageToken = ''
  do {
    const request = { subject: artifacts[0], direction: 'up', pageSize: PAGE, pageToken }
    pageToken = (await server.call('lineage', 'QueryLineage', request)).nextPageToken
  } while (pageToken !== '')
}

async function timed(work) {
  const from = performance.now()
  await work()
  return performance.now() - from
}
