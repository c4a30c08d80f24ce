import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import path from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect } from '@jest/globals'
import type { Job } from '../../e2e/client.ts'
import { Gate } from '../../e2e/gate.ts'
import { fault, inForm, randomFor } from '../fault.ts'
import { expectRefused, sharedSubject } from './subject.ts'

const subject = sharedSubject()

const LARGE_BYTES = 1_000_000
const SWAPPED_FILES = 200
let gates = 0

/** A job whose module has written its outputs and waits for the gate; `data`: its `out/data`. */
async function waiting(script: string): Promise<{ job: Job; data: string; gate: Gate }> {
  const gate = new Gate(subject.place(`gate-${(gates += 1)}`))
  const type = await subject.register(`${script}\n${gate.script}`)
  const [job] = await subject.client.begun(await subject.client.publish({ type }))
  await subject.client.hears(job!.id, 'begun')
  const work = path.join(subject.installation.data, 'work')
  const [workspace = ''] = fs.readdirSync(work).filter((name) => !name.endsWith('.out'))
  return { job: job!, data: path.join(work, workspace, 'out/data'), gate }
}

/** Lets the module end; resolves with its job when all is over. `meanwhile` is called again and again until then. */
async function finished(id: string, gate: Gate, meanwhile: () => void = () => undefined): Promise<Job> {
  const over = subject.client.reaches(id, 'succeeded', 'failed')
  const running = new AbortController()
  void over.finally(() => running.abort()).catch(() => undefined)
  gate.release()
  while (!running.signal.aborted) {
    meanwhile()
    await nextTurn()
  }
  await over
  gate.close()
  return await subject.client.job(id)
}

/** What is stored is what its digest says, read by the server and by us. */
async function expectIntact({ artifacts }: Job): Promise<Map<string, Buffer>> {
  const verified = await subject.client.all('artifacts', 'VerifyArtifacts', { artifacts })
  expect(verified.filter(({ intact }) => !intact)).toEqual([])
  return await subject.client.files(artifacts[0]!)
}

fault(
  {
    fault:
      'a process that is not the module’s, or hid from the engine, keeps output files open while they are committed, and writes afterwards',
    holds:
      'the stored artifact does not change: by descriptors that write, or by ones that read and are opened again through /proc',
  },
  async () => {
    const { job, data, gate } = await waiting(
      `head -c ${LARGE_BYTES} /dev/urandom > out/data/large; cp out/data/large out/data/again
       head -c ${LARGE_BYTES} /dev/urandom > out/data/other; printf small > out/data/small`,
    )
    const names = ['large', 'again', 'other', 'small']
    const before = new Map(names.map((name) => [name, fs.readFileSync(path.join(data, name))]))
    const held = names.map((name) => fs.openSync(path.join(data, name), 'r+'))
    const read = names.map((name) => fs.openSync(path.join(data, name), 'r'))
    expect(await finished(job.id, gate)).toMatchObject({ state: 'succeeded' })
    for (const fd of held) fs.writeSync(fd, 'scribble', 0)
    for (const fd of read) {
      fs.fchmodSync(fd, 0o600)
      fs.writeFileSync(`/proc/self/fd/${fd}`, 'scribble')
    }
    for (const fd of [...held, ...read]) fs.closeSync(fd)
    const stored = await expectIntact(await subject.client.job(job.id))
    for (const [name, bytes] of before) expect(stored.get(name)!.equals(bytes)).toBe(true)
  },
)

fault(
  {
    fault: 'output files are written to all the time while they are committed',
    holds: 'the outputs are refused as changed, or what is stored is what was digested: never half of each',
  },
  async () => {
    const random = randomFor('written while committed')
    for (let round = 0; round < inForm({ short: 2, long: 60, soak: 200 }); round += 1) {
      const bytes = LARGE_BYTES * (1 + random.below(4))
      const { job, data, gate } = await waiting(
        `head -c ${bytes} /dev/urandom > out/data/large; date +%N > out/data/small`,
      )
      const held = fs.openSync(path.join(data, 'large'), 'r+')
      const scribble = () => fs.writeSync(held, String(random.below(1e9)), random.below(bytes - 10))
      const pause = random.below(40)
      let turns = 0
      const done = await finished(job.id, gate, () => (turns++ % (1 + pause) === 0 ? scribble() : 0))
      fs.closeSync(held)
      if (done.state === 'failed') expectRefused(done, 'out/data/large was changed')
      else await expectIntact(done)
    }
  },
)

fault(
  {
    fault: 'a folder of the outputs, and files in it, are swapped for links while they are committed',
    holds:
      'nothing outside is ever read or removed: the outputs are refused by the name of what was swapped, or hold the module’s own bytes alone',
    limitMs: inForm({ short: 60_000, long: 300_000, soak: 1_200_000 }),
  },
  async () => {
    const outside = subject.place('outside')
    fs.mkdirSync(outside)
    for (let n = 0; n < SWAPPED_FILES; n += 1) fs.writeFileSync(path.join(outside, String(n)), `outside ${n}`)
    const script = `mkdir out/data/d; for n in $(seq 0 ${SWAPPED_FILES - 1}); do echo "inside $ITERON_JOB_ID $n" > out/data/d/$n; done`
    let refused = 0
    for (let round = 0; round < inForm({ short: 3, long: 100, soak: 300 }); round += 1) {
      const { job, data, gate } = await waiting(script)
      const fd = fs.openSync(data, 'r')
      const done = await finished(job.id, gate, () => swap(`/proc/self/fd/${fd}`, outside))
      fs.closeSync(fd)
      if (done.state === 'succeeded') {
        for (const [name, bytes] of await expectIntact(done)) {
          expect(name).toMatch(/^((d|aside)\/|file$)/)
          expect(bytes.toString()).toContain(`inside ${job.id}`)
        }
      } else {
        refused += 1
        expectRefused(done, /out\/data\/(d|aside|file)/)
      }
    }
    process.stdout.write(`swapped while committed: ${refused} refused\n`)
    expect(fs.readdirSync(outside)).toHaveLength(SWAPPED_FILES)
    const stored = spawnSync('grep', ['-rl', 'outside ', path.join(subject.installation.data, 'blobs')])
    expect(stored.stdout.toString()).toBe('')
  },
)

/** Some hundred swaps; the folder may be gone. */
function swap(data: string, outside: string): void {
  try {
    for (let n = 0; n < SWAPPED_FILES; n += 1) {
      fs.renameSync(`${data}/d`, `${data}/aside`)
      fs.symlinkSync(outside, `${data}/d`)
      fs.rmSync(`${data}/d`)
      fs.renameSync(`${data}/aside`, `${data}/d`)
      fs.renameSync(`${data}/d/${n}`, `${data}/file`)
      fs.symlinkSync(`${outside}/${n}`, `${data}/d/${n}`)
      fs.renameSync(`${data}/file`, `${data}/d/${n}`)
    }
  } catch {
    // the commit is over, and the workspace on its way to be removed
  }
}
