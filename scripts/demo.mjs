// Iteron at work: a batch of photographs goes through a tree of image classifiers. See examples/faces/README.md.
import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { getPackages } from '../examples/packages.mjs'
import { servePhotographs } from '../examples/faces/serve.mjs'
import { summarizeLedgers } from './demo/ledger.mjs'
import { traceToUrl } from './demo/lineage.mjs'
import { followJobs } from './demo/progress.mjs'
import { checkReport, describePhotographs, fetchReport } from './demo/report.mjs'
import { Server } from './demo/server.mjs'

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
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }

const interrupt = new AbortController()
const cleanUps = []
let folder
let finishing
// A second signal doesn't leave behind what the first one is stopping.
for (const [signal, code] of Object.entries(SIGNALS))
  process.on(signal, () => void finish(code, `The demo was interrupted by ${signal}.`))
process.on('uncaughtException', (error) => void finish(1, `The demo failed: ${error.stack}`))

try {
  await demo()
  await finish(0)
} catch (error) {
  await finish(1, `The demo failed: ${error.message}`)
}

async function demo() {
  console.log(
    'A batch of photographs goes through a tree of image classifiers: see examples/faces/README.md.',
  )
  heading('Packages of the example')
  const packages = getPackages(EXAMPLE, interrupt.signal)
  // The demo doesn't end before npm has; what npm complains of is told where it is awaited.
  cleanUps.push(() => packages.catch(() => undefined))
  await packages
  folder = mkdtempSync(join(tmpdir(), 'iteron-demo-'))
  const server = await startServer()
  const { urls, close } = await servePhotographs()
  cleanUps.push(close)
  const jobs = await runBatch(server, urls)
  await tell(server, jobs, urls)
}

/** Starts Iteron and registers the modules. */
async function startServer() {
  heading('Iteron, in one process')
  const server = new Server(folder, interrupt.signal)
  cleanUps.push(() => server.stop())
  await server.start()
  console.log(`It serves gRPC on ${server.grpc} and HTTP on ${server.http}, with its data in ${folder}.`)
  for (const module of MODULES) {
    const file = join(EXAMPLE, 'modules', module, 'module.yaml')
    await server.readText('module', 'create', '-f', file)
    console.log(`Module registered: ${module.padEnd(20)} ${relative(process.cwd(), file)}`)
  }
  return server
}

/** Posts the URLs as one CloudEvent and follows what it causes to the end; returns all jobs. */
async function runBatch(server, urls) {
  heading('One event')
  const event = await postBatch(server.http, urls)
  console.log(`batch.received (${event}) was posted to http://${server.http}/events with these URLs:`)
  for (const url of urls) console.log(`  ${url}`)
  console.log('The web server here has no lost.jpg: its download will fail.')
  heading('Its jobs: each one is a program that runs on one event')
  const wait = server.run('event', 'wait', event, '--timeout', String(SECONDS))
  const jobs = await followJobs(server, wait)
  const { code, stderr } = await wait
  // 1 says that something failed or was discarded, as it must be here.
  if (code !== 1)
    throw new Error(`\`iteron event wait\` ended with exit code ${code}, not 1: ${stderr.trim()}`)
  return jobs
}

/** Id of the event. */
async function postBatch(http, urls) {
  const id = randomUUID()
  const data = { urls: urls.join(' ') }
  const event = { specversion: '1.0', id, source: '/demo', type: 'batch.received', data }
  const response = await fetch(`http://${http}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(event),
    signal: interrupt.signal,
  })
  if (!response.ok) throw new Error(`POST /events was answered ${response.status}: ${await response.text()}`)
  return id
}

async function tell(server, jobs, urls) {
  const target = join(folder, 'report')
  const photographs = await fetchReport(server, jobs, target)
  heading('What became of the photographs')
  console.log(describePhotographs(photographs).join('\n'))
  heading('Where the time went')
  console.log((await summarizeLedgers(server.http, jobs)).join('\n'))
  const { file, command, tree, event, url } = await traceToUrl(server, jobs)
  heading(`How ${file} came to be`)
  console.log(`$ ${command}\n${tree.trimEnd()}\nIts URL is in the event ${event}: ${url}`)
  checkReport(photographs, jobs, urls)
  heading('The report')
  console.log(`To look around in what the demo left:  npx iteron up --data ${join(folder, 'data')}`)
  console.log(`The report of the batch, a web page:   ${join(target, 'index.html')}`)
}

function heading(text) {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(3, 96 - text.length))}`)
}

/** Stops what was started, in reverse order, and ends with the exit code. The first call counts. */
function finish(code, trouble) {
  finishing ??= end(code, trouble)
  return finishing
}

async function end(code, trouble) {
  if (trouble) console.error(`\n${trouble}`)
  interrupt.abort()
  for (const cleanUp of cleanUps.reverse()) await cleanUp().catch((error) => console.error(error.message))
  if (trouble && folder) console.error(`Iteron's data and log are left in ${folder}.`)
  process.exit(code)
}
