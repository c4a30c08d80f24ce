import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What begins each stage of a chain. */
export const TYPES = ['chain.a', 'chain.b', 'chain.c']

/** Registers the modules of the chains, `stage-0` to `stage-2`. */
export async function createChain(server, folder) {
  for (const [stage, type] of TYPES.entries()) await server.module(await copier(folder, stage, type))
}

/** Artifacts with the files of chains, by their ids. Each has a content of its own: nothing of another is taken for it. */
export async function uploadInputs(server, ids) {
  const inputs = new Map()
  for (const id of ids) inputs.set(id, await server.upload('file', Buffer.from(id.padEnd(1024, '.'))))
  return inputs
}

/** The event that begins a chain; its id is that of the chain, and so of the trace. */
export function firstEvent(id, artifact) {
  return { type: TYPES[0], id, files: [{ artifact, path: 'file' }] }
}

/** One `cp` brings the file and the event for the next stage into `out`. */
async function copier(folder, stage, type) {
  const command = ['/bin/cp', '-r', 'in/data']
  const next = TYPES[stage + 1]
  if (next !== undefined) {
    const events = join(folder, `stage-${stage}`, 'events')
    await mkdir(events, { recursive: true })
    await writeFile(join(events, 'next.json'), JSON.stringify({ type: next, files: ['file'] }))
    command.push(events)
  }
  return {
    name: `stage-${stage}`,
    subscribes: [type],
    publishes: next === undefined ? [] : [next],
    command: [...command, 'out/'],
  }
}
