import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@jest/globals'
import { withInstallation, type Installation } from '../../e2e/installation.ts'
import { fault, inForm } from '../fault.ts'
import { doctor } from './sound.ts'

const BYTES = Buffer.alloc(300_000, 'the bytes of a file ')

/** What may happen to a stored file, by name. */
const ALL_DAMAGES: Readonly<Record<string, (file: string) => void>> = {
  'a bit flipped': (file) => {
    const bytes = readFileSync(file)
    bytes[bytes.length >> 1]! ^= 1
    chmodSync(file, 0o644)
    writeFileSync(file, bytes)
  },
  'cut short': (file) => {
    chmodSync(file, 0o644)
    truncateSync(file, 1000)
  },
  deleted: (file) => rmSync(file),
  'a folder in its place': (file) => {
    rmSync(file)
    mkdirSync(file)
  },
  'a link in its place': (file) => {
    rmSync(file)
    writeFileSync(`${file}.other`, BYTES.subarray(1))
    symlinkSync(`${file}.other`, file)
  },
}

/** In the short form two of them. */
const DAMAGES = Object.fromEntries(
  Object.entries(ALL_DAMAGES).slice(0, inForm({ short: 2, long: Infinity, soak: Infinity })),
)

/** Stores one content for each kind of damage, and damages it. Returns the artifacts by damage. */
async function damagedArtifacts({ client, data }: Installation): Promise<Map<string, string>> {
  const artifacts = new Map<string, string>()
  for (const [index, [name, damage]] of Object.entries(DAMAGES).entries()) {
    const artifact = await client.upload({ file: content(index) })
    const { path: place } = await client.call('artifacts', 'GetArtifact', { artifact })
    damage(path.join(data, 'blobs', place, 'files/file'))
    artifacts.set(name, artifact)
  }
  return artifacts
}

function content(index: number): Buffer {
  return Buffer.concat([BYTES, Buffer.from(String(index))])
}

fault(
  {
    fault: 'a stored file is changed, cut, deleted, or replaced by a folder or a link',
    holds:
      'whoever reads it gets an error that names it and never other bytes; doctor finds it; made again it is stored anew',
    limitMs: 150_000,
  },
  async () => {
    await withInstallation({}, async (installation) => {
      await installation.start()
      const { client } = installation
      const artifacts = await damagedArtifacts(installation)
      await client.shell('reads', 'cat in/data/file > /dev/null; echo ran', { subscribes: ['reads'] })
      const damaged = expect.stringMatching(/^the blob \S+\/files\/file is (damaged|not there)/) as unknown
      for (const [index, artifact] of [...artifacts.values()].entries()) {
        // half of them are found by a download, half by a job
        if (index % 2 === 0)
          await expect(client.files(artifact)).rejects.toMatchObject({ code: 'DATA_LOSS', message: damaged })
        const event = await client.publish({ type: 'reads', files: [{ artifact }] })
        const [job] = await client.begun(event)
        const { failure } = await client.reaches(job!.id, 'waiting')
        expect(failure).toMatchObject({ class: 'staging', message: damaged })
        await madeAgain(installation, index)
      }
      await givenUp(installation)
      await installation.stop()
      const found = await doctor(installation)
      expect(found.exit).toBe(1)
      for (const artifact of artifacts.values()) expect(found.stdout).toContain(`(${artifact}:file)`)
    })
  },
)

/** The same content, handed in again, is stored under a key of its own, and can be read. */
async function madeAgain({ client }: Installation, index: number): Promise<void> {
  const artifact = await client.upload({ file: content(index) })
  const files = await client.files(artifact)
  expect(files.get('file')!.equals(content(index))).toBe(true)
}

/** In the long form: the jobs are given up, and have never run. */
async function givenUp({ client }: Installation): Promise<void> {
  if (inForm({ short: true, long: false, soak: false })) return
  const { jobs } = await client.call('jobs', 'ListJobs', { module: 'reads' })
  for (const { id } of jobs) {
    await client.reaches(id, 'failed')
    expect(await client.log(id)).toBe('')
  }
}
