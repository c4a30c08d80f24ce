import { describe, expect, test } from '@jest/globals'
import { sharedInstallation } from './installation.ts'
import { raise } from './programs.ts'

/**
 * Each module writes a good file and a good event, then something that breaks a rule; the message must name the file
 * and the rule.
 */
const BREAKS: readonly [name: string, script: string, file: string, rule: RegExp][] = [
  ['undeclared type', raise('b', 'not.declared'), 'out/events/b.json', /declare/],
  [
    'missing listed file',
    raise('b', 'ok', 'good,missing'),
    'out/events/b.json',
    /"missing".*isn't in out\/data/,
  ],
  ['event that is no JSON', 'echo "{" > out/events/b.json', 'out/events/b.json', /JSON/],
  ['event without type', "echo '[]' > out/events/b.json", 'out/events/b.json', /eventType/],
  ['listed file outside', raise('b', 'ok', '../../in/eventmeta.json'), 'out/events/b.json', /out\/data/],
  [
    'link out of out/data',
    'ln -s ../../in/eventmeta.json out/data/link',
    'out/data/link',
    /link that leaves out\/data/,
  ],
  ['absolute link', 'ln -s /etc/passwd out/data/link', 'out/data/link', /link that leaves out\/data/],
  ['link to nothing', 'ln -s nothing out/data/link', 'out/data/link', /leads to no file/],
  ['out/data is a link', 'mv out/data out/real; ln -s real out/data', 'out/data', /link/],
  ['pipe', 'mkfifo out/data/pipe', 'out/data/pipe', /pipe/],
  ['pipe as event', 'mkfifo out/events/pipe', 'out/events/pipe', /not a regular file/],
  ['name that is no text', 'touch "$(printf \'out/data/\\377\')"', 'out/data/\\xff', /UTF-8/],
  ['insights that are no JSON', 'echo nonsense > out/insights.json', 'out/insights.json', /JSON/],
]

describe('output that breaks a rule', () => {
  const installation = sharedInstallation({ arguments: ['--slots', '4'] })

  test.each(BREAKS)(
    '%s: nothing becomes visible, and the error names file and rule',
    async (name, script, file, rule) => {
      const { client } = installation
      const module = name.replaceAll(/\W/g, '-')
      await client.shell(module, `echo 1 > out/data/good; ${raise('a', 'ok', 'good')}; ${script}`, {
        subscribes: [module],
        publishes: ['ok'],
      })
      const { jobs, jobsTotal } = await client.run({ type: module })
      expect(jobsTotal).toBe(1)
      const job = await client.job(jobs[0]!.id)
      expect(job).toMatchObject({ state: 'failed', failure: { class: 'commit' }, artifacts: [] })
      expect(job.failure!.message).toContain(file)
      expect(job.failure!.message).toMatch(rule)
      expect((await client.call('events', 'ListEvents', { module })).events).toEqual([])
    },
  )

  test('a link to a file in out/data is kept as a copy', async () => {
    const { client } = installation
    await client.shell('inner-link', 'echo 1 > out/data/a; mkdir out/data/s; ln -s ../a out/data/s/b', {
      subscribes: ['inner.link'],
    })
    const { jobs } = await client.run({ type: 'inner.link' })
    expect(await client.output(jobs[0]!.id)).toEqual({ a: '1\n', 's/b': '1\n' })
  })

  test('hard links are kept as copies', async () => {
    const { client } = installation
    await client.shell('hard-link', 'ln in/data/a out/data/b; ln in/data/a out/data/c', {
      subscribes: ['hard.link'],
    })
    const artifact = await client.upload({ a: 'shared' })
    const { jobs } = await client.run({ type: 'hard.link', files: [{ artifact }] })
    expect(await client.output(jobs[0]!.id)).toEqual({ b: 'shared', c: 'shared' })
  })
})
