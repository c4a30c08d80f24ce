// `npm run bench`: measures, prints the table, writes the results. See README.md.
import { writeFile } from 'node:fs/promises'
import { checkInstalled, readOptions, Refusal, USAGE } from './options.mjs'
import { machineOf } from './measure/machine.mjs'
import { table } from './report/markdown.mjs'
import { writeTable } from './report/readme.mjs'
import { run } from './run.mjs'

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }
const interrupt = new AbortController()
for (const [signal, code] of Object.entries(SIGNALS))
  process.on(signal, () => {
    process.exitCode = code
    interrupt.abort(new Error(`interrupted by ${signal}`))
  })

try {
  const options = readOptions(process.argv.slice(2))
  if (options.help) process.stdout.write(USAGE)
  else await bench(options)
} catch (error) {
  process.stderr.write(
    `${error instanceof Refusal || interrupt.signal.aborted ? error.message : error.stack}\n`,
  )
  process.exitCode ??= error instanceof Refusal ? 2 : 1
}

async function bench(options) {
  checkInstalled(options.rows)
  const { repetitions, large, small } = options
  const about = { startedAt: new Date().toISOString(), machine: machineOf(options.folder) }
  const results = { format: 1, ...about, options: { repetitions, large, small }, rows: [] }
  for await (const row of run(options, interrupt.signal)) {
    results.rows.push(row)
    // after each row: what was measured stays, whatever happens later
    await writeFile(
      options.json,
      `${JSON.stringify({ ...results, endedAt: new Date().toISOString() }, null, 2)}\n`,
    )
  }
  const text = table({ ...results, endedAt: new Date().toISOString() })
  process.stdout.write(text)
  if (options.write) await writeTable(text)
  if (results.rows.some(({ subjects }) => subjects.some(({ failed }) => failed))) process.exitCode = 1
}
