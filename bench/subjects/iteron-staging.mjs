// Files into jobs and out of them; the programs move what is there already, or do nothing.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cold, synced, warm } from '../measure/page-cache.mjs'
import { peakMb, residentMb, resetPeak } from '../measure/processes.mjs'
import { dataIn, IteronServer } from './iteron-server.mjs'
import { jobOf, newest, stageMs } from './iteron-jobs.mjs'
import { writeLargeFile } from './large-file.mjs'
import { serve } from './serve.mjs'
import { writeSmallFiles } from './small-files.mjs'

const server = new IteronServer()
let parameters

serve({
  async prepare(all) {
    parameters = all
    await server.start(all.folder, { slots: 1, durability: all.durability })
    await server.module({ name: 'take', subscribes: ['take'], command: ['/bin/true'] })
    // the first jobs pay for what is loaded then
    await server.module({ name: 'first', subscribes: ['first'], command: ['/bin/true'] })
    await jobOf(server, { type: 'first' }, 'first')
  },
  large,
  many,
  stop: () => server.stop(),
})

async function large() {
  const outWarm = await largeOut('warm', warm)
  const outCold = await largeOut('cold', cold)
  const blob = await blobOf(outWarm.artifact)
  resetPeak(server.pid)
  const before = residentMb(server.pid)
  await warm(blob)
  const inWarm = await taken(outWarm.artifact)
  const isCold = await cold(blob)
  const inCold = isCold ? await taken(outWarm.artifact) : undefined
  const peaks = [outWarm, outCold, { peak: peakMb(server.pid), added: peakMb(server.pid) - before }]
  return {
    inWarm,
    inCold,
    outWarm: outWarm.ms,
    outCold: outCold.ms,
    peakMb: Math.max(...peaks.map(({ peak }) => peak)),
    addedMb: Math.max(...peaks.map(({ added }) => added)),
  }
}

/** A module that moves a file into `out/data`: a new name is all that it makes. */
async function largeOut(name, brought) {
  const { folder, mib } = parameters
  const source = join(folder, name)
  await writeLargeFile(source, mib)
  const isSo = await brought(source)
  const module = { name, subscribes: [name], command: ['/bin/mv', source, 'out/data/file'] }
  await server.module(module)
  resetPeak(server.pid)
  const before = residentMb(server.pid)
  const job = await jobOf(server, { type: name }, name)
  const peak = peakMb(server.pid)
  const artifact = job.artifacts[0]
  await synced(await blobOf(artifact)) // what is written later would be a load for the next
  const ms = isSo === false ? undefined : stageMs(job, 'commit')
  return { artifact, ms, peak, added: peak - before }
}

/** Where an artifact's file is stored. */
async function blobOf(id) {
  const { path } = await server.call('artifacts', 'GetArtifact', { artifact: id })
  return join(dataIn(parameters.folder), 'blobs', path, 'files', 'file')
}

/** A module that is given an artifact's files and does nothing. */
async function taken(artifact) {
  return stageMs(await jobOf(server, { type: 'take', files: [{ artifact }] }, 'take'), 'prepare')
}

/** A job that moves files into `out/data` and raises an event with all of them: more than one from outside could hold. */
async function many() {
  const { folder, files } = parameters
  const [source, event] = [join(folder, 'many'), join(folder, 'take.json')]
  const names = writeSmallFiles(source, files)
  await writeFile(event, JSON.stringify({ type: 'take', files: names.map((name) => `many/${name}`) }))
  const command = ['/bin/sh', '-c', 'mv "$0" out/data/ && mv "$1" out/events/', source, event]
  await server.module({ name: 'give', subscribes: ['give'], publishes: ['take'], command })
  resetPeak(server.pid)
  const take = await jobOf(server, { type: 'give' }, 'take')
  const peak = peakMb(server.pid)
  const give = await newest(server, 'give')
  const [outMs, recordsMs] = [stageMs(give, 'commit'), stageMs(give, 'relay')]
  return { inMs: stageMs(take, 'prepare'), outMs, recordsMs, peakMb: peak }
}
