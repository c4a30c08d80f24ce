import { readdirSync } from 'node:fs'
import { expect } from '@jest/globals'
import { fault } from '../fault.ts'
import { expectRefused, sharedSubject } from './subject.ts'

const subject = sharedSubject()

/** Text as `printf` takes it. */
function octal(text: string): string {
  return [...Buffer.from(text)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
}

const NAMES = [
  'two\nlines',
  '-rf',
  '--',
  '…',
  'a'.repeat(255),
  'é'.repeat(127),
  '\u0001\u001b[31m\u007f',
  'tab\tquote"\'`$(x)\\',
  ' leading and trailing ',
  '...',
  '.hidden',
  'CON',
  '%2e%2e',
  '%~',
  'dot.',
  'e\u0301',
  '\u00e9',
  '\u202egnp.exe',
  '\ufeff',
]

fault(
  {
    fault:
      'a module’s files have names with newlines, control characters, quotes, leading dashes, 255 bytes, or ones that look alike',
    holds: 'each is stored, listed, downloaded and given to the next module under exactly its name',
  },
  async () => {
    const make = NAMES.map(
      (name, n) => `f="$(printf '${octal(name)}.')"; printf ${n} > "out/data/\${f%.}"`,
    ).join('\n')
    const event = JSON.stringify({ type: 'names.made', files: NAMES, data: {} })
    const next = await subject.register('cp -R in/data/. out/data', { subscribes: ['names.made'] })
    const script = `${make}\nprintf '${octal(event)}' > "out/events/$(printf 'a\\nb.json')"`
    const job = await subject.run(script, { publishes: ['names.made'] })
    expect(job).toMatchObject({ state: 'succeeded' })
    const expected = Object.fromEntries(NAMES.map((name, n) => [name, String(n)]))
    expect(await subject.client.output(job.id)).toEqual(expected)
    const { jobs } = await subject.client.call('jobs', 'ListJobs', { module: next })
    expect(jobs).toMatchObject([{ state: 'succeeded' }])
    expect(await subject.client.output(jobs[0]!.id)).toEqual(expected)
    const target = subject.place('downloaded')
    const [artifact = ''] = job.artifacts
    expect(await subject.installation.cli('artifact', 'get', artifact)).toMatchObject({ exit: 0 })
    const download = await subject.installation.cli('artifact', 'download', artifact, target)
    expect(download).toMatchObject({ exit: 0, stderr: '' })
    expect(readdirSync(target).sort()).toEqual([...NAMES].sort())
  },
)

fault(
  {
    fault: 'a module’s files have names that are not UTF-8, in out/data, in out/events or beside them',
    holds: 'the outputs are refused, and the message shows the bytes',
  },
  async () => {
    for (const folder of ['out/data', 'out/data/sub', 'out/events', 'out'])
      expectRefused(
        await subject.run(`mkdir -p ${folder}; touch "$(printf '${folder}/bad\\377\\376')"`),
        `"${folder}/bad\\xff\\xfe" breaks a rule: a path must be valid UTF-8`,
      )
    // of folders, too, and such a name in a folder that isn't kept
    expectRefused(await subject.run(`mkdir "$(printf 'out/data/\\300\\200')"`), '\\xc0\\x80')
    const elsewhere = await subject.run(`touch "$(printf 'in/data/\\377')" "$(printf 'x\\377')"`)
    expect(elsewhere).toMatchObject({ failure: null, state: 'succeeded' })
  },
)

fault(
  {
    fault: 'a module’s event lists files by .., by an absolute path, with NUL, or by a name of 256 bytes',
    holds: 'the outputs are refused by the name of the event, and nothing outside is read',
  },
  async () => {
    const paths = [
      '../in/eventmeta.json',
      '/etc/passwd',
      './a',
      'a/../a',
      'a/',
      '',
      'x'.repeat(256),
      'a\u0000b',
    ]
    for (const listed of paths) {
      const event = JSON.stringify({ type: 'listed', files: [listed] })
      const script = `echo 1 > out/data/a; printf '${octal(event)}' > out/events/e.json`
      expectRefused(await subject.run(script, { publishes: ['listed'] }), 'out/events/e.json lists the file')
    }
  },
)
