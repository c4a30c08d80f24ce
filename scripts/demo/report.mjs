// The report of the batch: fetched, told in a line for each photograph, and checked.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Downloads the report into the folder; returns what it says of the photographs. */
export async function fetchReport(server, jobs, folder) {
  const report = jobs.find(({ module }) => module === 'report')
  if (report?.state !== 'succeeded')
    throw new Error(
      `the job of the report is ${report?.state ?? 'missing'}: ${report?.reason ?? 'no reason'}`,
    )
  const [artifact] = await server.readJson('artifact', 'list', '--job', report.id)
  await server.readText('artifact', 'download', artifact.id, folder)
  return JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).photographs
}

/** One line for each photograph: what was found and whether it may be published. */
export function describePhotographs(photographs) {
  return photographs.map((photograph) => {
    const name = photograph.url.split('/').pop().padEnd(14)
    return [name, becameOf(photograph), ...photograph.missing].join(' ')
  })
}

function becameOf({ published, faceCount, faces }) {
  if (!published) return 'not published.'
  if (faceCount === 0) return 'published as it is: it shows no face.'
  const expressions = faces.map(({ expression }) => expression).join(', ')
  return `published with ${faceCount} ${faceCount === 1 ? 'face' : 'faces'} blurred: ${expressions}.`
}

/** The demo shows one failure, of the last URL; anything else that failed is trouble. */
export function checkReport(photographs, jobs, urls) {
  const missing = photographs.filter((photograph) => photograph.missing.length > 0).map(({ url }) => url)
  const [expected] = urls.slice(-1)
  if (missing.join() !== expected)
    throw new Error(
      `only ${expected} should be missing in the report, not ${missing.join(', ') || 'nothing'}`,
    )
  const unsuccessful = jobs
    .filter(({ state }) => state !== 'succeeded')
    .map(({ module, state }) => `${module} ${state}`)
  if (unsuccessful.join() !== 'download discarded')
    throw new Error(`one download should be discarded and nothing else, not: ${unsuccessful.join(', ')}`)
}
