import { setTimeout as pause } from 'node:timers/promises'

const LIMIT_MS = 30_000
const LOOK_AGAIN_MS = 50
/** Kept apart from the event's document, and few bytes in the archive. */
const LARGE = 'x'.repeat(70_000)

const raise = (file, type) =>
  `printf '[{"key":"eventType","value":"${type}"},{"key":"files","value":"%s"}]' "${file}" > out/events/$(basename "${file}").json`
const passOn = (type) => `cp -R in/data/. out/data/; for f in $(ls out/data); do ${raise('$f', type)}; done`
/** If the event says so, the first attempt never ends by itself: it is in flight when the server is killed. */
const hang = 'if [ "$ITERON_ATTEMPT" = 1 ] && grep -q hang in/eventmeta.json; then sleep 100000; fi'

/** Scripts alone, so that they run wherever the folder is opened. */
const MODULES = [
  {
    name: 'split',
    subscribes: ['batch'],
    publishes: ['part'],
    script: `for n in 1 2 3; do echo "part $n" > out/data/$n.txt; ${raise('$n.txt', 'part')}; done; echo split`,
  },
  { name: 'work', subscribes: ['part'], publishes: ['done'], script: passOn('done') },
  {
    name: 'gather',
    join: { root: 'batch', collect: ['done'] },
    script: 'cat $(find in/data -type f | sort) > out/data/all.txt',
  },
  { name: 'fails', subscribes: ['bad'], script: 'echo "no good" >&2; exit 3', retry: { count: 0 } },
  {
    name: 'later',
    subscribes: ['later'],
    script: '[ "$ITERON_ATTEMPT" != 1 ] || exit 4; echo again > out/data/again.txt',
    retry: { count: 1, backoff: { initial: '3m', factor: 1, max: '3m' } },
  },
  { name: 'held', subscribes: ['held'], script: 'cp -R in/data/. out/data/; echo held > out/data/held.txt' },
  {
    name: 'slow',
    subscribes: ['slow'],
    publishes: ['slow.done'],
    script: `${hang}; echo slow > out/data/slow.txt; ${raise('slow.txt', 'slow.done')}`,
  },
  {
    name: 'slow-gather',
    join: { root: 'slow', collect: ['slow.done'] },
    script: 'cp -R in/data/. out/data/',
  },
  {
    name: 'alone',
    subscribes: ['alone'],
    script: `echo begun; ${hang}; echo alone > out/data/alone.txt`,
    concurrency: 1,
  },
  { name: 'doomed', subscribes: ['doomed'], script: 'sleep 100000' },
]

/** Jobs in every state; the ones at work stay so. */
export async function play(server) {
  for (const { script, ...spec } of MODULES)
    await server.module({ ...spec, command: ['/bin/sh', '-c', script] })
  await server.json('module', 'pause', 'held')
  await publish(server, 'batch', 'batch-1', '--data', 'colour=red', '--wait')
  await publish(server, 'batch', 'batch-2', '--data', `large=${LARGE}`, '--wait')
  await publish(server, 'bad', 'bad-1')
  await publish(server, 'later', 'later-1')
  await publish(server, 'held', 'held-1', '--file', server.file('held.note', 'a note\n'))
  await publish(server, 'slow', 'slow-1', '--data', 'hang=yes')
  await publish(server, 'alone', 'alone-1', '--data', 'hang=yes')
  await publish(server, 'doomed', 'doomed-1')
  await publish(server, 'nobody', 'nobody-1')
  await server.post({ id: 'refused-1', type: 'part', data: { files: [{ path: 'a', artifact: 'none' }] } })
  const [doomed] = await comeTo(server, 'doomed', ['running'])
  await server.json('job', 'cancel', doomed.id, '--tree')
  await comeTo(server, 'alone', ['running'])
  // waits for the module's limit
  await publish(server, 'alone', 'alone-2')
  await server.json('artifact', 'delete', await lastArtifactOf(server, 'gather'))
  await settled(server)
}

async function settled(server) {
  await comeTo(server, 'fails', ['failed'])
  await comeTo(server, 'later', ['waiting'])
  await comeTo(server, 'held', ['queued'])
  await comeTo(server, 'slow', ['running'])
  await comeTo(server, 'slow-gather', ['waiting'])
  await comeTo(server, 'alone', ['queued', 'running'])
  await comeTo(server, 'doomed', ['cancelled'])
  await until('a dead letter', async () => {
    const messages = await server.json('dead-letter', 'list', '--kind', 'message')
    return messages.length === 1 ? messages : undefined
  })
}

function publish(server, type, id, ...options) {
  return server.json('event', 'publish', type, '--id', id, '--source', 'scenario', ...options)
}

async function lastArtifactOf(server, module) {
  const [job] = await server.json('job', 'list', '--module', module)
  return (await server.json('job', 'get', job.id)).artifacts[0]
}

/** The module's jobs, when they are in these states. */
function comeTo(server, module, states) {
  return until(`${module} ${states.join(', ')}`, async () => {
    const jobs = await server.json('job', 'list', '--module', module)
    const found = jobs.map(({ state }) => state).sort()
    return JSON.stringify(found) === JSON.stringify(states) ? jobs : undefined
  })
}

async function until(what, look) {
  const end = performance.now() + LIMIT_MS
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (performance.now() > end) throw new Error(`it never came to that: ${what}`)
    await pause(LOOK_AGAIN_MS)
  }
}

/** What the folder holds, as the command line of its time shows it. */
export async function recorded(server) {
  const list = (noun) => server.json(noun, 'list', '--all')
  const each = async (noun, records) => {
    const found = []
    for (const { id, key } of records) found.push(await server.json(noun, 'get', key ?? id))
    return found
  }
  const [events, jobs, artifacts] = [await list('event'), await list('job'), await list('artifact')]
  return {
    modules: await list('module'),
    events: await each('event', events),
    jobs: await each('job', jobs),
    artifacts: await each('artifact', artifacts),
    deadLetters: await list('dead-letter'),
    logs: await logsOf(server, jobs),
  }
}

/** What the attempts that have ended printed. */
async function logsOf(server, jobs) {
  const logs = {}
  for (const { id, state } of jobs) {
    if (state === 'succeeded' || state === 'failed') logs[id] = await server.json('job', 'logs', id)
  }
  return logs
}
