import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { foundProgram } from './servers/program.mjs'
import { short } from './report/numbers.mjs'

/**
 * Measures a row: every subject once, then again, so that what changes on the machine meanwhile meets all alike. Returns for each
 * subject its measurements, or why there are none. A measurement is an object of numbers, the main one being `value`.
 */
export async function measured(row, { folder, servers, repetitions, signal }) {
  const results = new Map(row.subjects.map(({ name }) => [name, { measurements: [] }]))
  const times = Math.min(row.mostRepetitions ?? Infinity, repetitions)
  for (let repetition = 1; repetition <= times; repetition += 1)
    for (const subject of rotated(row.subjects, repetition)) {
      const result = results.get(subject.name)
      if (result.missing !== undefined) continue
      signal.throwIfAborted()
      const { missing, failed, ...one } = await once(
        row,
        subject,
        servers,
        join(folder, `${row.name}-${repetition}`),
      )
      signal.throwIfAborted()
      if (missing === undefined) result.measurements.push(one)
      else Object.assign(result, { missing, failed })
      const said = missing ?? `${short(one.value)} ${row.valueName ?? row.unit}`
      process.stderr.write(`${row.name} ${repetition}/${times} ${subject.name}: ${said}\n`)
    }
  return results
}

/** What a system left is removed before the next one is measured: its unwritten pages are no load for that. */
async function once(row, subject, servers, parent) {
  const folder = join(parent, subject.name)
  try {
    const lacking = await lacks(subject)
    if (lacking !== undefined) return { missing: `${lacking} is not installed` }
    const server = subject.needs === undefined ? { parameters: {} } : await servers.started(subject.needs)
    if (server === undefined) return { missing: `${subject.needs} is not installed` }
    return await row.measure(subject, { folder, server: server.parameters })
  } catch (error) {
    process.stderr.write(`${error.stack}\n`)
    return { missing: `failed: ${error.message.split('\n')[0]}`, failed: true }
  } finally {
    await rm(parent, { recursive: true, force: true })
  }
}

async function lacks({ program }) {
  if (program === undefined || (await foundProgram(program)) !== undefined) return undefined
  return program
}

/** Nobody is always the first. */
function rotated(list, by) {
  const at = by % list.length
  return [...list.slice(at), ...list.slice(0, at)]
}
