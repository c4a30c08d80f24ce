// `node bench/bench.mjs [--rows chain,noop] [--repetitions N] [--only TEXT] [--folder DIR]`: measures and prints. First `npm install` in bench/.
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measured } from './measured.mjs'
import { ROWS } from './rows.mjs'
import { Servers } from './servers/servers.mjs'
import { printed } from './report/text.mjs'

const { values } = parseArgs({
  options: {
    rows: { type: 'string' },
    repetitions: { type: 'string', default: '5' },
    folder: { type: 'string', default: tmpdir() },
    only: { type: 'string' },
  },
})
const chosen = values.rows === undefined ? ROWS : values.rows.split(',').map(named)
const folder = await mkdtemp(join(values.folder, 'iteron-bench-'))
await chmod(folder, 0o711) // PostgreSQL runs as another user in it
const servers = new Servers(folder)
try {
  for (const row of chosen) {
    const options = { folder, servers, repetitions: Number(values.repetitions), only: values.only }
    const results = await measured(row, options, (text) => process.stderr.write(`${text}\n`))
    process.stdout.write(printed(row, results))
  }
} finally {
  await servers.stop()
  await rm(folder, { recursive: true, force: true })
}

function named(name) {
  const row = ROWS.find((one) => one.name === name)
  if (row !== undefined) return row
  process.stderr.write(`there is no row ${name}: ${ROWS.map((one) => one.name).join(', ')}\n`)
  process.exit(2)
}
