// The time ledgers of all attempts, added up: `/metrics` has the sum of each stage.

const SAMPLE = /^iteron_stage_seconds_(sum|count)\{([^}]*)\} (\S+)$/gm
const MEANINGS = {
  accept: 'from the event to its job',
  queue: 'waiting for a slot, or for the limit of the module',
  prepare: 'making the folder, with the input files',
  module: 'the programs themselves',
  commit: 'checking and storing the output, its events and lineage',
  relay: 'passing the events on',
}
const ENGINE = ['accept', 'prepare', 'commit', 'relay']

/** Lines: each stage with its total and mean, and how much of it is Iteron's own work. */
export async function summarizeLedgers(http, jobs) {
  const response = await fetch(`http://${http}/metrics`)
  if (!response.ok) throw new Error(`GET /metrics was answered ${response.status}`)
  const stages = stagesIn(await response.text())
  const attempts = jobs.reduce((sum, job) => sum + job.attempts, 0)
  return [
    `${jobs.length} jobs in ${attempts} attempts. Every attempt keeps a ledger of its time; all of them together:`,
    `${'stage'.padEnd(9)}${'total'.padStart(9)}${'mean'.padStart(12)}`,
    ...Object.keys(MEANINGS).flatMap((stage) => lineOf(stage, stages.get(stage))),
    engineShare(stages, attempts),
  ]
}

/** Seconds and number of times by stage, over all modules. */
function stagesIn(metrics) {
  const stages = new Map()
  for (const [, kind, labels, value] of metrics.matchAll(SAMPLE)) {
    const stage = /stage="([^"]*)"/.exec(labels)?.[1]
    const entry = stages.get(stage) ?? { sum: 0, count: 0 }
    entry[kind] += Number(value)
    stages.set(stage, entry)
  }
  return stages
}

function lineOf(stage, entry) {
  if (entry === undefined) return []
  const total = `${entry.sum.toFixed(2)} s`.padStart(9)
  const mean = milliseconds(entry.sum / entry.count).padStart(12)
  return [`${stage.padEnd(9)}${total}${mean}   ${MEANINGS[stage]}`]
}

function engineShare(stages, attempts) {
  const engine = ENGINE.reduce((sum, stage) => sum + (stages.get(stage)?.sum ?? 0), 0)
  const modules = stages.get('module')?.sum ?? 0
  const share = ((100 * engine) / (engine + modules)).toFixed(1)
  return `Iteron's own part (all but queue and module) is ${engine.toFixed(2)} s: ${share} % of the work, ${milliseconds(engine / attempts)} an attempt.`
}

function milliseconds(seconds) {
  return `${(seconds * 1000).toFixed(1)} ms`
}
