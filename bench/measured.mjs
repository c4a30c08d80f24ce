import { execFile } from 'node:child_process'
import { chmod, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { foundProgram } from './servers/program.mjs'
import { short } from './report/numbers.mjs'
import { withServer } from './servers/servers.mjs'

const execute = promisify(execFile)

/**
 * Measures a row: every subject once, then again, so that what changes on the machine meanwhile meets all alike. Returns for each
 * subject its measurements, or why there are none. A measurement is an object of numbers, the main one being `value`.
 */
export async function measured(row, { folder, repetitions, signal }) {
  const results = new Map(row.subjects.map(({ name }) => [name, { measurements: [] }]))
  const times = Math.min(row.mostRepetitions ?? Infinity, repetitions)
  for (let repetition = 1; repetition <= times; repetition += 1)
    for (const [n, subject] of rotated(row.subjects, repetition).entries()) {
      const result = results.get(subject.name)
      if (result.missing !== undefined) continue
      signal.throwIfAborted()
      const { missing, error, ...one } = await once(
        row,
        subject,
        join(folder, `${row.name}-${repetition}-${n}`),
      )
      signal.throwIfAborted()
      if (missing === undefined) result.measurements.push(one)
      else Object.assign(result, { missing, ...(error === undefined ? {} : { failed: true }) })
      if (error !== undefined) process.stderr.write(`${error.stack}\n`)
      const said = missing ?? `${short(one.value)} ${row.valueName ?? row.unit}`
      process.stderr.write(`${row.name} ${repetition}/${times} ${subject.name}: ${said}\n`)
    }
  return results
}

/**
 * What a system left unwritten is no load for the next one. Large files are removed at once, many small ones when all has been
 * measured: a file system may look past each inode that was just given back when it makes a new one (ext4 without a journal does, for
 * minutes, and then takes twenty times as long).
 */
async function once(row, subject, parent) {
  try {
    const { needs } = subject
    await mkdir(parent, { recursive: true })
    await chmod(parent, 0o711) // PostgreSQL runs as another user in it
    const folder = join(parent, subject.name)
    const measure = (server) => row.measure(subject, { folder, server })
    const missing = await lacks(subject)
    if (missing !== undefined) return { missing: `${missing} is not installed` }
    return (
      (await withServer(needs, join(parent, 'server'), measure)) ?? { missing: `${needs} is not installed` }
    )
  } catch (error) {
    return { missing: `failed: ${error.message.split('\n')[0]}`, error }
  } finally {
    if (row.leavesLargeFiles) await rm(parent, { recursive: true, force: true })
    await execute('sync', ['-f', parent]).catch(() => undefined)
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
