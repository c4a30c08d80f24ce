import { accessSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { rowsFor } from './rows.mjs'

export const USAGE = `npm run bench [-- OPTIONS]
  --rows A,B          only these rows, or groups of rows
  --only TEXT         only systems whose name contains the text
  --without-peers     only what needs no packages and servers of others
  --repetitions N     how often everything is measured, in turn; 3
  --large             also the sizes that take long: 10^6 queued jobs, a join over 10^5 events
  --small             small sizes, to see that rows work; no numbers to quote
  --rows-count N      jobs in the store of the row "list"; 1000000
  --folder DIR        where everything is written, on the disk that is to be measured; ${tmpdir()}
  --json FILE         where the results go; bench/results.json
  --write             puts the table into bench/README.md; only of a whole run
`

/** What is wrong with the command line or missing for it, for people. */
export class Refusal extends Error {}

/** What the command line asks for: numbers as numbers, `rows` with the systems that were chosen. */
export function readOptions(argv) {
  const values = valuesOf(argv)
  const { large, small, folder, only } = values
  const options = {
    ...values,
    repetitions: wholeNumber('--repetitions', values.repetitions),
    rowsCount: wholeNumber('--rows-count', values['rows-count']),
    json: values.json ?? fileURLToPath(new URL('results.json', import.meta.url)),
  }
  if (large && small) throw new Refusal('--large and --small contradict each other')
  const isWhole = values.rows === undefined && only === undefined && !small && !values['without-peers']
  if (values.write && !isWhole)
    throw new Refusal(
      '--write puts a whole run into the README: not with --rows, --only, --small, --without-peers',
    )
  if (!existsSync(folder)) throw new Refusal(`--folder: there is no ${folder}`)
  return { ...options, rows: chosenRows(options) }
}

function valuesOf(argv) {
  try {
    return parseArgs({
      args: argv,
      options: {
        rows: { type: 'string' },
        only: { type: 'string' },
        'without-peers': { type: 'boolean', default: false },
        repetitions: { type: 'string', default: '3' },
        large: { type: 'boolean', default: false },
        small: { type: 'boolean', default: false },
        'rows-count': { type: 'string', default: '1000000' },
        folder: { type: 'string', default: tmpdir() },
        json: { type: 'string' },
        write: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw new Refusal(`${error.message}\n${USAGE}`, { cause: error })
  }
}

export function wholeNumber(name, text) {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1) return number
  throw new Refusal(`${name} is a whole number from 1 on, not ${JSON.stringify(text)}`)
}

function chosenRows(options) {
  const all = rowsFor(options)
  const rows = options.rows === undefined ? all : options.rows.split(',').flatMap((name) => named(all, name))
  return rows
    .map((row) => ({ ...row, subjects: row.subjects.filter((subject) => isWanted(subject, options)) }))
    .filter(({ subjects }) => subjects.length > 0)
}

function named(all, name) {
  const found = all.filter((row) => row.name === name || row.group === name)
  if (found.length > 0) return found
  throw new Refusal(`there is no row ${name}: ${all.map((row) => row.name).join(', ')}`)
}

function isWanted({ name, needs, large = false }, options) {
  if (large && !options.large) return false
  if (needs !== undefined && options['without-peers']) return false
  return options.only === undefined || name.includes(options.only)
}

/** Refuses to begin without what has to be built or installed first. */
export function checkInstalled(rows) {
  if (!isThere('../dist/program/main.cjs') || !isThere('../dist/proto/client.js'))
    throw new Refusal('Iteron is not built: npm run build')
  const peers = rows.some(({ subjects }) => subjects.some(({ needs }) => needs !== undefined))
  if (peers && !isThere('node_modules/bullmq'))
    throw new Refusal(
      'the systems to compare with are not installed: npm ci --prefix bench (or --without-peers)',
    )
}

function isThere(path) {
  try {
    accessSync(new URL(path, import.meta.url))
    return true
  } catch {
    return false
  }
}
