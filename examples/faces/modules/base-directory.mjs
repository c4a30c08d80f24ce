// The directories that a module reads and writes: in/data, in/eventmeta.json, out/data, out/events, out/insights.json.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const base = process.env.HANDLER_BASE_DIR ?? '/ion'

/** The pairs of the event that started this job, as an object of strings. */
export function readEvent() {
  const pairs = JSON.parse(readFileSync(join(base, 'in/eventmeta.json'), 'utf8'))
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]))
}

/** Absolute path of something below `in/`. */
export function input(path) {
  return join(base, 'in', path)
}

/** The input file whose name ends so; an error when there isn't exactly one. */
export function inputFile(ending) {
  const found = readdirSync(input('data')).filter((name) => name.endsWith(ending))
  if (found.length !== 1) throw new Error(`expected one *${ending} in in/data, found ${found.length}`)
  return found[0]
}

/** Absolute path of an output file, its folder made. */
export function output(path) {
  const file = join(base, 'out/data', path)
  mkdirSync(dirname(file), { recursive: true })
  return file
}

let events = 0

/** Raises an event when the job succeeds. `files`: paths relative to out/data. */
export function publish(type, data, files = []) {
  events += 1
  const name = `${String(events).padStart(4, '0')}.json`
  const text = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, String(value)]))
  mkdirSync(join(base, 'out/events'), { recursive: true })
  writeFileSync(join(base, 'out/events', name), JSON.stringify({ type, data: text, files }))
}

/** What the job found out about itself, kept with it. */
export function writeInsights(insights) {
  const pairs = Object.entries(insights).map(([key, value]) => ({ key, value: String(value) }))
  writeFileSync(join(base, 'out/insights.json'), JSON.stringify(pairs))
}

/** Runs the module. An error that it foresaw becomes one line on stderr, any other its stack; the exit code is 1. */
export async function run(main) {
  try {
    await main()
  } catch (error) {
    console.error(error?.constructor === Error ? error.message : error)
    process.exitCode = 1
  }
}
