import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { measured } from './measured.mjs'
import { judged } from './report/goals.mjs'
import { Subject } from './subjects/subject.mjs'

/** The rows one after the other, each as it goes into the results. Ends all that it started, also when the signal is aborted. */
export async function* run({ rows, folder: parent, repetitions }, signal) {
  const folder = await mkdtemp(join(parent, 'iteron-bench-'))
  await chmod(folder, 0o711) // PostgreSQL runs as another user in it
  const end = () => void Subject.endAll()
  signal.addEventListener('abort', end, { once: true })
  try {
    for (const row of rows) yield resultOf(row, await measured(row, { folder, repetitions, signal }))
  } finally {
    signal.removeEventListener('abort', end)
    await Subject.endAll()
    await rm(folder, { recursive: true, force: true })
  }
}

function resultOf(row, results) {
  const { name, title, unit, valueName = unit } = row
  const subjects = row.subjects.map(({ name: subject, durability, isolation }) => ({
    name: subject,
    durability,
    isolation,
    ...results.get(subject),
  }))
  return { name, title, unit, valueName, layout: row.layout, subjects, goals: judged(row, results) }
}
