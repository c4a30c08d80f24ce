import { spawnSync } from 'node:child_process'
import { expect } from '@jest/globals'
import type { Job } from '../../e2e/client.ts'
import { IteronProcess } from '../../e2e/iteron-process.ts'
import { fault, inForm } from '../fault.ts'
import { node, sharedSubject, type Subject } from './subject.ts'

const MB = 1024 * 1024
const LIMIT_MS = 600_000

/** A commit is in memory as a whole: some 5 KB for each of its files at the peak. */
const mostResidentBytes = inForm({ short: 400 * MB, long: 600 * MB, soak: 1200 * MB })
const subject: Subject = sharedSubject({}, { verifyFiles: false, mostResidentBytes })

/** What `artifact get` prints as JSON. */
interface Listed {
  readonly files: readonly { readonly path: string }[]
}

function isOver({ state }: Job): boolean {
  return state === 'succeeded' || state === 'failed'
}

fault(
  {
    fault: 'a module writes 100,000 files (long form: 20,000, short form: 300)',
    holds:
      'doctor is clean while they are relayed and after it; all of them are listed, verified, downloaded; others’ jobs run',
    limitMs: LIMIT_MS,
  },
  async () => {
    const count = inForm({ short: 300, long: 20_000, soak: 100_000 })
    const lines = `for (let n = 0; n < ${count}; n += 1) { if (n % 1000 === 0) fs.mkdirSync('out/data/' + n / 1000); fs.writeFileSync('out/data/' + Math.floor(n / 1000) + '/' + n, 'file ' + n) }`
    const type = await subject.register(node(lines), { timeout: '5m' })
    const from = performance.now()
    const event = await subject.client.publish({ type })
    const [job] = await subject.client.begun(event)
    while (!isOver(await subject.client.job(job!.id))) {
      expect(await subject.run('true')).toMatchObject({ state: 'succeeded' })
      const doctor = await subject.client.all('server', 'RunDoctor', {})
      expect(doctor.flatMap(({ finding }) => finding ?? [])).toEqual([])
    }
    process.stdout.write(`${count} files: ${Math.round(performance.now() - from)} ms\n`)
    const { state, artifacts } = await subject.client.job(job!.id)
    expect(state).toBe('succeeded')
    const [artifact = ''] = artifacts
    const { folder, grpc } = subject.installation
    const cli = async (...args: string[]) =>
      await new IteronProcess(args, { cwd: folder, environment: { ITERON_ENDPOINT: grpc } }).end(LIMIT_MS)
    const target = subject.place('files')
    const listed = await cli('artifact', 'list', '-o', 'json')
    expect(JSON.parse(listed.stdout)).toContainEqual(
      expect.objectContaining({ id: artifact, fileCount: count }),
    )
    const got = JSON.parse((await cli('artifact', 'get', artifact, '-o', 'json')).stdout) as Listed
    const expected = Array.from({ length: count }, (_, n) => `${Math.floor(n / 1000)}/${n}`)
    expect(got.files.map(({ path }) => path).sort()).toEqual(expected.sort())
    const verified = await cli('artifact', 'verify', artifact)
    expect(verified).toMatchObject({ exit: 0 })
    expect(await cli('artifact', 'download', artifact, target)).toMatchObject({ exit: 0 })
    const found = spawnSync('sh', ['-c', `find ${target} -type f | wc -l; cat ${target}/0/299`])
    expect(found.stdout.toString().trim().split('\n')).toEqual([String(count), 'file 299'])
  },
)
