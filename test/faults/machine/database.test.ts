import { cpSync, existsSync, openSync, closeSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@jest/globals'
import { withInstallation, type Installation } from '../../e2e/installation.ts'
import { IteronProcess, type Ended } from '../../e2e/iteron-process.ts'
import { fault, inForm } from '../fault.ts'
import { doctor } from './sound.ts'

const END_MS = 20_000
const isLong = inForm({ short: false, long: true, soak: true })

/** What happens to the database of a process that was killed, and what the start then says. */
interface Damage {
  readonly name: string
  readonly apply: (database: string) => void
  readonly says: RegExp
}

const cut = (share: number) => (file: string) => truncateSync(file, Math.floor(statSync(file).size * share))

const DAMAGES: readonly Damage[] = [
  { name: 'empty', apply: (file) => truncateSync(file, 0), says: /is damaged: it is empty/ },
  {
    name: 'half of it',
    apply: cutWithoutLog(0.5),
    says: /is damaged|holds nothing, but \S+blobs holds files/,
  },
  { name: 'an odd size', apply: cutWithoutLog(0.77), says: /is damaged/ },
  { name: 'garbage in its header', apply: scribble, says: /is damaged: file is not a database/ },
  { name: 'no log', apply: (file) => rmSync(`${file}-wal`), says: /without its write-ahead log/ },
  { name: 'deleted, its log not', apply: (file) => rmSync(file), says: /is missing, but/ },
  {
    name: 'deleted',
    apply: (file) => ['', '-wal', '-shm'].forEach((end) => rmSync(`${file}${end}`)),
    says: /iteron\.db is missing, but \S+blobs holds files[^]*iteron restore[^]*iteron artifact reindex/,
  },
]

/** In the short form some of them, the last among them. */
function chosen(): readonly Damage[] {
  return DAMAGES.filter((_, index) => inForm({ short: [1, 6].includes(index), long: true, soak: true }))
}

/** The log may hold what was cut off. */
function cutWithoutLog(share: number): (file: string) => void {
  return (file) => {
    for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
    cut(share)(file)
  }
}

function scribble(file: string): void {
  for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
  const fd = openSync(file, 'r+')
  writeSync(fd, Buffer.alloc(64, 0xa5), 0, 64, 0)
  closeSync(fd)
}

/** A start that is expected to end by itself. */
async function tried({ folder, data }: Installation): Promise<Ended> {
  const args = ['up', '--data', data, '--grpc', '127.0.0.1:0', '--http', '127.0.0.1:0']
  return await new IteronProcess(args, { cwd: folder }).end(END_MS)
}

/** A data folder with some work in it, killed; the copy is what each damage begins with. */
async function worked(
  installation: Installation,
  events: number,
): Promise<{ copy: string; artifact: string }> {
  await installation.start()
  const { client } = installation
  const artifact = await client.upload({ file: 'content' })
  await client.shell('one', 'cp in/data/file out/data/; date +%N >> out/data/file', { subscribes: ['one'] })
  for (let n = 0; n < events; n += 1) await client.run({ type: 'one', files: [{ artifact }] })
  if (isLong) {
    await installation.stop()
    await installation.start()
  }
  await installation.client.run({ type: 'one', files: [{ artifact }] })
  await installation.kill()
  const copy = path.join(installation.folder, 'copy')
  cpSync(installation.data, copy, { recursive: true })
  return { copy, artifact }
}

function again({ data }: Installation, copy: string): string {
  rmSync(data, { recursive: true, force: true })
  cpSync(copy, data, { recursive: true })
  return path.join(data, 'iteron.db')
}

fault(
  {
    fault: 'the database is cut to nothing, half or an odd size, overwritten, or deleted, or its log is',
    holds:
      'the start ends with what is wrong and what to do, and changes nothing; no empty store takes its place',
    limitMs: 120_000,
  },
  async () => {
    await withInstallation({}, async (installation) => {
      const { copy, artifact } = await worked(installation, inForm({ short: 0, long: 50, soak: 200 }))
      for (const { name, apply, says } of chosen()) {
        const database = again(installation, copy)
        apply(database)
        const size = existsSync(database) ? statSync(database).size : undefined
        const { exit, stderr } = await tried(installation)
        expect({ name, exit, stderr }).toEqual({
          name,
          exit: expect.any(Number) as unknown,
          stderr: expect.stringMatching(says) as unknown,
        })
        expect(exit).not.toBe(0)
        expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(2)
        expect(existsSync(database) ? statSync(database).size : undefined).toBe(size)
      }
      if (!isLong) return
      // the last one is mended as it says
      const { exit, stdout } = await installation.cli('artifact', 'reindex', '--data', installation.data)
      expect({ exit, stdout }).toMatchObject({ exit: 0, stdout: expect.stringMatching(/found/) as unknown })
      await installation.start()
      const files = await installation.client.files(artifact)
      expect(files.get('file')!.toString()).toBe('content')
    })
  },
)

fault(
  {
    fault: "the database's log is cut, its index deleted",
    holds: 'it opens as it was after the last whole transaction in the log, sound, and goes on',
    form: 'long',
    limitMs: 120_000,
  },
  async () => {
    await withInstallation({}, async (installation) => {
      const { copy } = await worked(installation, 1)
      for (const share of [0, 0.1, 0.33, 0.5, 0.9, 0.99]) {
        const database = again(installation, copy)
        cut(share)(`${database}-wal`)
        rmSync(`${database}-shm`)
        const { exit, stdout } = await doctor(installation)
        expect({ share, exit, stdout }).toMatchObject({ share, exit: 0 })
        await installation.start()
        const { client } = installation
        expect(
          await client.run({ type: 'one', files: [{ artifact: await client.upload({ file: 'x' }) }] }),
        ).toMatchObject({ verdict: 'succeeded' })
        await installation.stop()
      }
    })
  },
)
