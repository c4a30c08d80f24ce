// What the demo tells at its end: the photographs, the time ledger, and the lineage of one picture.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readJson, readText } from './answers.mjs'

const AT_ONCE = 2

/** Downloads the report of the batch into the folder; returns what it says of the photographs. */
export async function fetchReport(iteron, jobs, folder) {
  const report = one(jobs, 'report')
  if (report.state !== 'succeeded') throw new Error(`the report's job is ${report.state}: ${report.reason}`)
  const [artifact] = await readJson(iteron, 'artifact', 'list', '--job', report.id)
  await readText(iteron, 'artifact', 'download', artifact.id, folder)
  return JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).photographs
}

/** One line for each photograph: what was found and whether it may be published. */
export function describePhotographs(photographs) {
  return photographs.map(({ url, published, faceCount, faces, missing }) => {
    const name = url.split('/').pop().padEnd(14)
    if (!published) return `${name} not published. ${missing.join(' ')}`
    const expressions = faces.map(({ expression }) => expression).join(', ')
    if (faceCount === 0) return `${name} published as it is: no faces. ${missing.join(' ')}`
    return `${name} published with ${faceCount} faces blurred (${expressions}). ${missing.join(' ')}`
  })
}

/** Where the time of all attempts went, stage by stage. */
export async function describeLedger(iteron, jobs) {
  const sums = new Map()
  const queue = [...jobs]
  let attempts = 0
  const work = async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      for (const attempt of (await readJson(iteron, 'job', 'get', job.id)).attemptList) {
        attempts += 1
        for (const { stage, ms } of stages(attempt)) sums.set(stage, [...(sums.get(stage) ?? []), ms])
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const lines = [...sums].map(([stage, times]) => {
    const total = times.reduce((sum, ms) => sum + ms, 0)
    return `${stage.padEnd(10)} ${seconds(total)} in all ${milliseconds(total / times.length)} a time`
  })
  return [`${jobs.length} jobs, ${attempts} attempts`, ...lines]
}

function stages({ ledger }) {
  return (ledger?.stages ?? []).map(({ stage, from, to }) => ({
    stage,
    ms: Date.parse(to) - Date.parse(from),
  }))
}

/** How one blurred picture came to be: the tree that `iteron lineage up` prints, and the URL at its end. */
export async function describeLineage(iteron, jobs) {
  const blurred = one(jobs, 'blur-faces')
  const [artifact] = await readJson(iteron, 'artifact', 'list', '--job', blurred.id)
  const { data } = await readJson(iteron, 'event', 'get', blurred.event)
  const subject = `${artifact.id}:${artifact.files[0].path}`
  const tree = await readText(iteron, 'lineage', 'up', subject, '-o', 'tree')
  return {
    file: artifact.files[0].path,
    url: data.url,
    tree,
    command: `iteron lineage up ${subject} -o tree`,
  }
}

function one(jobs, module) {
  const job = jobs.find((other) => other.module === module)
  if (job === undefined) throw new Error(`there is no job of the module ${module}`)
  return job
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(2).padStart(8)} s`
}

function milliseconds(ms) {
  return `${ms.toFixed(1).padStart(8)} ms`
}
