import { join } from 'node:path'

/**
 * Measures a row: every subject once, then again, so that what changes on the machine meanwhile meets all alike. Returns for each
 * subject its measurements, or why there are none.
 */
export async function measured(row, { folder, servers, repetitions, only }, tell) {
  const subjects = row.subjects.filter(({ name }) => only === undefined || name.includes(only))
  const results = new Map(subjects.map(({ name }) => [name, { measurements: [] }]))
  for (let repetition = 1; repetition <= (row.repetitions ?? repetitions); repetition += 1)
    for (const subject of rotated(subjects, repetition)) {
      const result = results.get(subject.name)
      if (result.missing !== undefined) continue
      const place = join(folder, `${row.name}-${repetition}`, subject.name)
      const one = await once(row, subject, servers, place)
      if (one.missing !== undefined) result.missing = one.missing
      else result.measurements.push(one)
      tell(`${row.name} ${repetition} ${subject.name}: ${one.missing ?? one.value.toFixed(2)}`)
    }
  return results
}

async function once(row, subject, servers, folder) {
  const { needs } = subject
  const server = needs === undefined ? { parameters: {} } : await servers.started(needs)
  if (server === undefined) return { missing: `${needs} is not installed` }
  return await row.measure(subject, { folder, server: server.parameters })
}

/** Nobody is always the first. */
function rotated(list, by) {
  const at = by % list.length
  return [...list.slice(at), ...list.slice(0, at)]
}
