import { readFileSync } from 'node:fs'
import { expect } from '@jest/globals'
import { fault, inForm } from '../fault.ts'
import { expectRefused, sharedSubject } from './subject.ts'

const subject = sharedSubject()

fault(
  {
    fault:
      'a module fills its input files with garbage: by name, by link, with other permissions, through /proc/self/fd',
    holds: 'the stored file is untouched, and other jobs with the same content read the right bytes',
  },
  async () => {
    const { client } = subject
    const large = 'precious '.repeat(100_000)
    const artifact = await client.upload({ small: 'precious', large, gone: 'precious too' })
    const files = [{ artifact }]
    const vandal = await subject.run(
      `for f in small large; do
         ln in/data/$f in/data/link-$f
         exec 3<in/data/$f; chmod 666 /proc/self/fd/3; printf garbage > /proc/self/fd/3
         printf garbage >> in/data/link-$f; printf garbage 1<>in/data/$f
       done
       rm in/data/gone; ln -s /etc/passwd in/data/gone; cat in/data/small`,
      {},
      { files },
    )
    expect(vandal).toMatchObject({ state: 'succeeded' })
    expect(await client.log(vandal.id)).toContain('garbage')
    const reader = await subject.run('cp in/data/* out/data', {}, { files })
    const read = await client.output(reader.id)
    expect(read).toEqual({ small: 'precious', large, gone: 'precious too' })
    const stored = await client.files(artifact)
    expect(stored.get('large')!.toString()).toBe(large)
  },
)

fault(
  {
    fault: 'a module removes or replaces its inputs and its whole workspace',
    holds: 'without out it is refused (*commit*); the next job finds a workspace as it should be',
  },
  async () => {
    const without = await subject.run('rm -rf in; echo 1 > out/data/1')
    expect(without).toMatchObject({ state: 'succeeded' })
    expectRefused(await subject.run('rm -rf "$HANDLER_BASE_DIR"'), 'out is missing')
    expectRefused(await subject.run('rm -rf out'), 'out is missing')
    expectRefused(await subject.run('mv "$PWD" "$PWD.away"; rm -rf "$PWD.away"'), 'out is missing')
  },
)

fault(
  {
    fault: 'a module puts a link, a file or a pipe in the place of out, out/data or out/events',
    holds: 'the outputs are refused by that name; what a link leads to is neither read nor removed',
  },
  async () => {
    const kept = subject.place('kept')
    const script = (made: string) => `mkdir -p ${kept}/data ${kept}/events; echo 1 > ${kept}/data/1; ${made}`
    const cases = [
      [`rm -rf out; ln -s ${kept} out`, 'refused: out '],
      ['rm -rf out; echo 1 > out', 'refused: out '],
      ['rm -rf out; mkfifo out', 'refused: out '],
      [`rmdir out/data; ln -s ${kept}/data out/data`, 'out/data is a symbolic link'],
      ['rmdir out/data; echo 1 > out/data', 'out/data is not a folder'],
      [`rmdir out/events; ln -s ${kept}/events out/events`, 'out/events is a symbolic link'],
      [`ln -s ${kept}/data/1 out/insights.json`, 'out/insights.json is a symbolic link'],
      ['mkdir out/insights.json', 'out/insights.json is not a file'],
    ] as const
    for (const [made, message] of cases) expectRefused(await subject.run(script(made)), message)
    expect(await subject.run(`cat ${kept}/data/1; ls ${kept}/events`)).toMatchObject({ state: 'succeeded' })
  },
)

fault(
  {
    fault: 'a module takes permissions away from its folders',
    holds: 'what it made is stored all the same where its owner can give them back, and nothing is left',
  },
  async () => {
    const job = await subject.run(
      'mkdir -p out/data/a/b; echo 1 > out/data/a/b/1; chmod 000 out/data/a/b out/data/a out/data out in .; chmod 000 ..',
    )
    expect(job).toMatchObject({ state: 'succeeded' })
    expect(await subject.client.output(job.id)).toEqual({ 'a/b/1': '1\n' })
  },
)

fault(
  {
    fault: 'a module leaves devices, sockets and pipes in its outputs',
    holds: 'the outputs are refused by that name, and nobody waits for the other end',
    unless: process.getuid?.() === 0 ? undefined : 'only root can make a device',
  },
  async () => {
    const socket = `${process.execPath} -e "require('net').createServer().listen('out/data/socket', () => process.exit())"`
    const cases = [
      ['mkfifo out/data/pipe', 'out/data/pipe is a device, a socket or a pipe'],
      ['mknod out/data/null c 1 3', 'out/data/null is a device'],
      ['mknod out/data/disk b 7 0', 'out/data/disk is a device'],
      [`${socket}; [ -S out/data/socket ] || exit 9`, 'out/data/socket is a device, a socket or a pipe'],
      ['mkfifo out/events/pipe', 'out/events/pipe is not a regular file'],
      ['mkfifo out/insights.json', 'out/insights.json is a device'],
    ] as const
    for (const [script, message] of cases) expectRefused(await subject.run(script), message)
  },
)

fault(
  {
    fault: 'a module makes hard links of its outputs: to each other, to its inputs, to a file elsewhere',
    holds: 'each is a copy; what is written through the other name later changes nothing',
  },
  async () => {
    const elsewhere = subject.place('elsewhere')
    const artifact = await subject.client.upload({ input: 'i'.repeat(300_000) })
    const job = await subject.run(
      `head -c 300000 /dev/zero | tr '\\0' o > ${elsewhere}; ln ${elsewhere} out/data/a; ln out/data/a out/data/b; ln in/data/input out/data/c`,
      {},
      { files: [{ artifact }] },
    )
    expect(job).toMatchObject({ state: 'succeeded' })
    expect(await subject.run(`printf scribble 1<>${elsewhere}`)).toMatchObject({ state: 'succeeded' })
    const [a, c] = ['o'.repeat(300_000), 'i'.repeat(300_000)]
    expect(await subject.client.output(job.id)).toEqual({ a, b: a, c })
  },
)

fault(
  {
    fault: 'a module writes beside its workspace: ../, and files of other attempts',
    holds: 'what it leaves there is nobody’s output; the next attempt under that name begins empty',
  },
  async () => {
    const job = await subject.run(
      `echo x > ../stray || exit 9; mkdir -p ../stray-folder/out/data ../x.out/out-x; rm -r ../stray ../stray-folder ../x.out
       echo 1 > out/data/1`,
    )
    expect(job).toMatchObject({ state: 'succeeded' })
    expect(await subject.client.output(job.id)).toEqual({ 1: '1\n' })
  },
)

fault(
  {
    fault: 'a module forges what a commit that was begun before would have left beside its workspace',
    holds: 'its own out is what is committed; what it forged is removed, and what a link leads to is not',
  },
  async () => {
    const kept = subject.place('forged')
    const out = (folder: string) => `mkdir -p ${folder}/out-0/data; echo forged > ${folder}/out-0/data/forged`
    const plan = (folder: string) => `echo '[{"path":"../x","size":1}]' > ${folder}/files.json`
    const cases = [
      out('"$PWD.out"'),
      `${out('"$PWD.out"')}; ${plan('"$PWD.out"')}`,
      `${out(kept)}; ${plan(kept)}; rm -rf "$PWD.out"; ln -s ${kept} "$PWD.out"`,
      'rm -rf "$PWD.out"; mkfifo "$PWD.out"',
    ]
    for (const forge of cases) {
      const job = await subject.run(`${forge}; echo 1 > out/data/1`)
      expect(job).toMatchObject({ state: 'succeeded', failure: null })
      expect(await subject.client.output(job.id)).toEqual({ 1: '1\n' })
    }
    expect(readFileSync(`${kept}/out-0/data/forged`, 'utf8')).toBe('forged\n')
  },
)

fault(
  {
    fault: 'a module nests folders 5,000 deep (short form: 2,100)',
    holds: 'the outputs are refused for the length of the path, and all of it is removed',
  },
  async () => {
    const depth = inForm({ short: 2100, long: 5000, soak: 5000 })
    const nest = `let at = 'out/data'; process.chdir(at); for (let n = 0; n < ${depth}; n += 1) { require('fs').mkdirSync('d'); process.chdir('d') }`
    expectRefused(await subject.run(`${process.execPath} -e "${nest}"`), 'at most 4096 bytes')
  },
)
