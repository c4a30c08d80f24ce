// Iteron at work: a batch of photographs goes through a tree of image classifiers. See examples/faces/README.md.
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { getPackages } from '../examples/packages.mjs'
import { servePhotographs } from '../examples/faces/serve.mjs'
import { readJson, readText } from './demo/answers.mjs'
import { followJobs } from './demo/progress.mjs'
import { startServer } from './demo/server.mjs'
import { describeLedger, describeLineage, describePhotographs, fetchReport } from './demo/summary.mjs'

const EXAMPLE = join(import.meta.dirname, '../examples/faces')
const MODULES = [
  'split',
  'download',
  'detect-faces',
  'classify-expression',
  'blur-faces',
  'thumbnail',
  'report',
]
const SECONDS = 600

const cleanUps = []
let finishing
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => finish(`stopped by ${signal}`))

try {
  await demo()
  await finish()
} catch (error) {
  await finish(error.message)
}

async function demo() {
  heading('Packages')
  await getPackages(EXAMPLE)
  const folder = mkdtempSync(join(tmpdir(), 'iteron-demo-'))
  const iteron = await start(folder)
  const { urls, event } = await postBatch(iteron)
  await untilSettled(iteron, event)
  await tell(iteron, join(folder, 'report'), urls)
}

/** Starts Iteron and registers the modules; returns the command line. */
async function start(folder) {
  heading('Iteron')
  const { grpc, http, iteron, stop } = await startServer(join(folder, 'data'), join(folder, 'iteron.log'))
  cleanUps.push(stop)
  console.log(`Serves gRPC on ${grpc} and HTTP on ${http}, with its data in ${folder}`)
  for (const module of MODULES) {
    const file = join(EXAMPLE, 'modules', module, 'module.yaml')
    await readText(iteron, 'module', 'create', '-f', file)
    console.log(`Module registered: ${module.padEnd(20)} ${relative(process.cwd(), file)}`)
  }
  return Object.assign(iteron, { http })
}

/** Serves the photographs and posts their URLs as one CloudEvent. */
async function postBatch({ http }) {
  heading('One event')
  const { urls, close } = await servePhotographs()
  cleanUps.push(close)
  const id = randomUUID()
  const data = { urls: urls.join(' ') }
  const event = { specversion: '1.0', id, source: '/demo', type: 'batch.received', data }
  const response = await fetch(`http://${http}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(event),
  })
  if (!response.ok) throw new Error(`POST /events was answered ${response.status}: ${await response.text()}`)
  console.log(
    `batch.received (${id}) posted to http://${http}/events with these URLs:\n  ${urls.join('\n  ')}`,
  )
  return { urls, event: id }
}

async function untilSettled(iteron, event) {
  heading('Jobs')
  let ended = false
  const wait = iteron('event', 'wait', event, '--timeout', String(SECONDS)).finally(() => (ended = true))
  await followJobs(
    iteron,
    Object.assign(() => ended, { promise: wait }),
  )
  const { code, stderr } = await wait
  // 1 says that something failed or was discarded, as it must be here.
  if (code !== 1)
    throw new Error(`iteron event wait ended with exit code ${code}, 1 was expected: ${stderr.trim()}`)
}

async function tell(iteron, folder, urls) {
  const jobs = await readJson(iteron, 'job', 'list', '--all')
  mkdirSync(folder, { recursive: true })
  const photographs = await fetchReport(iteron, jobs, folder)
  heading('What became of the photographs')
  console.log(describePhotographs(photographs).join('\n'))
  for (const { module, state, reason } of jobs.filter((job) => job.state !== 'succeeded'))
    console.log(`A job of ${module} is ${state}: ${reason}`)
  heading('Where the time went')
  console.log((await describeLedger(iteron, jobs)).join('\n'))
  const { file, url, tree, command } = await describeLineage(iteron, jobs)
  heading(`Where ${file} comes from: ${url}`)
  console.log(`$ ${command}\n${tree.trimEnd()}`)
  heading('The report')
  console.log(join(folder, 'index.html'))
  check(photographs, jobs, urls)
}

/** The demo shows a failure; anything else that failed is trouble. */
function check(photographs, jobs, urls) {
  const lost = photographs.filter(({ missing }) => missing.length > 0).map(({ url }) => url)
  const [expected] = urls.slice(-1)
  if (lost.length !== 1 || lost[0] !== expected)
    throw new Error(
      `only ${expected} should be missing in the report, but it misses: ${lost.join(', ') || 'nothing'}`,
    )
  const states = jobs
    .filter(({ state }) => state !== 'succeeded')
    .map(({ module, state }) => `${module} ${state}`)
  if (states.join() !== 'download discarded')
    throw new Error(`only one download should be discarded, but there are: ${states.join(', ') || 'none'}`)
}

function heading(text) {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(3, 96 - text.length))}`)
}

/** Stops what was started, in reverse order, and ends; with trouble the exit code is 1. The first call counts. */
function finish(trouble) {
  finishing ??= end(trouble)
  return finishing
}

async function end(trouble) {
  if (trouble) console.error(`\nThe demo failed: ${trouble}`)
  for (const cleanUp of cleanUps.reverse()) await cleanUp().catch((error) => console.error(error.message))
  process.exit(trouble ? 1 : 0)
}
