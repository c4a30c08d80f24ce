import { expect } from '@jest/globals'
import { withInstallation, type Installation } from '../../e2e/installation.ts'
import { residentBytes } from '../../e2e/processes.ts'

/** Memory that a server may have gained when it is at rest again; garbage that isn't collected yet included. */
const MORE_MEMORY_BYTES = 200 * 1024 * 1024

/** A server that is attacked, and something in it to point at. */
export interface Target {
  readonly installation: Installation
  /** What exists in it: ids of a job, an event, an artifact, a module, and their names. */
  readonly known: readonly string[]
}

/** The type of event for which the target's module makes a file. */
export const WORK = 'work.wanted'

/** Runs an attack against a server of its own; afterwards the same process must serve as if nothing had been. */
export async function attacked(attack: (target: Target) => Promise<void>): Promise<void> {
  await withInstallation({ arguments: ['--log-level', 'error', '--slots', '2'] }, async (installation) => {
    await installation.start()
    const { pid } = installation.server
    const known = await prepared(installation)
    const before = residentBytes(pid)
    const died = installation.server.ended.then(({ exit, signal, stderr }) => {
      throw new Error(`the server ended with ${String(exit ?? signal)}:\n${stderr.slice(0, 20_000)}`)
    })
    died.catch(() => undefined) // it ends in any case when the test is over
    await Promise.race([attack({ installation, known }), died])
    await serves(installation)
    expect(installation.server.pid).toBe(pid)
    expect(installation.server.stderr).toBe('')
    const more = residentBytes(pid) - before
    process.stdout.write(`memory: ${String(Math.round(more / 2 ** 20))} MB more than before\n`)
    expect(more).toBeLessThan(MORE_MEMORY_BYTES)
  })
}

async function prepared(installation: Installation): Promise<string[]> {
  const { client } = installation
  const { id: module } = await client.shell('worker', 'echo result > out/data/result; echo said', {
    subscribes: [WORK],
  })
  const artifact = await client.upload({ 'folder/file': 'content' })
  const event = await client.publish({ type: WORK, files: [{ artifact }] })
  const { jobs } = await client.outcome(event)
  const job = await client.job(jobs[0]!.id)
  return [event, job.event, job.id, module, 'worker', artifact, ...job.artifacts, WORK, 'folder/file']
}

/** Takes an event, runs its job, and finds nothing wrong with its records. */
async function serves(installation: Installation): Promise<void> {
  const { client } = installation
  const { id: module } = await client.shell('afterwards', 'echo fine > out/data/result', {
    subscribes: ['after.all'],
  })
  const { verdict, jobs } = await client.run({ type: 'after.all' })
  expect([module !== '', verdict, jobs.length]).toEqual([true, 'succeeded', 1])
  expect(await client.output(jobs[0]!.id)).toEqual({ result: 'fine\n' })
  const doctor = await installation.cli('doctor')
  expect({ exit: doctor.exit, stdout: doctor.exit === 0 ? '' : doctor.stdout }).toEqual({
    exit: 0,
    stdout: '',
  })
}
