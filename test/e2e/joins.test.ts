import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Client, Outcome } from './client.ts'
import { sharedInstallation } from './installation.ts'
import { passOn, raise, split } from './programs.ts'

/** What a join was given. */
const SHOW = `(cd in/data && find . -type f | sort) > out/data/files
ls in/events | sort > out/data/events; cp in/eventmeta.json out/data/meta`

describe('joins', () => {
  const installation = sharedInstallation({ arguments: ['--slots', '4'] })

  /**
   * batch → three parts → one done for each, but the second part fails until there is a file; a join over all that is
   * done.
   */
  async function batch(name: string, requires: 'all' | 'settled') {
    const { client } = installation
    const mended = path.join(installation.folder, `${name}.mended`)
    const [root, part, done] = [`${name}.batch`, `${name}.part`, `${name}.done`]
    await client.shell(`${name}-split`, split(3, part), { subscribes: [root], publishes: [part] })
    const work = `[ ! -e in/data/2 ] || [ -e '${mended}' ] || exit 7\n${passOn(done)}`
    await client.shell(`${name}-work`, work, { subscribes: [part], publishes: [done] })
    await client.shell(`${name}-join`, SHOW, { join: { root, collect: [done], requires } })
    return { root, mend: () => writeFileSync(mended, ''), join: `${name}-join`, work: `${name}-work` }
  }

  function of({ jobs }: Outcome, module: string) {
    return jobs.filter((job) => job.module === module)
  }

  async function shown(client: Client, job: string) {
    const { files = '', events = '', meta = '[]' } = await client.output(job)
    const pairs = JSON.parse(meta) as { key: string; value: string }[]
    const count = (text: string) => text.split('\n').filter((line) => line !== '')
    return {
      files: count(files)
        .map((file) => path.basename(file))
        .sort(),
      events: count(events).length,
      meta: Object.fromEntries(pairs.map(({ key, value }) => [key, value])),
    }
  }

  test('`all`: a failed job blocks the join, which says by what; redriven, it runs with everything', async () => {
    const { client } = installation
    const { root, mend, join, work } = await batch('all', 'all')
    const key = await client.publish({ type: root })
    const blocked = await client.outcome(key)
    expect(blocked.verdict).toBe('failed')
    const failed = of(blocked, work).find(({ state }) => state === 'failed')!
    const waiting = of(blocked, join)[0]!
    expect(waiting).toMatchObject({ state: 'waiting', attempts: 0 })
    const why = await client.call('jobs', 'ExplainJob', { job: waiting.id })
    expect(why.blockedBy).toEqual([failed.id])
    expect(why.now).toContain('it is blocked')
    mend()
    await client.call('deadLetters', 'RedriveDeadLetters', { deadLetters: [failed.id] })
    const outcome = await client.outcome(key)
    expect(outcome.verdict).toBe('succeeded')
    expect(await shown(client, waiting.id)).toEqual({
      files: ['1', '2', '3'],
      events: 3,
      meta: { 'iteron.cancelled': '0', 'iteron.discarded': '0' },
    })
  })

  test('`settled`: failed jobs are discarded for the join, and it is told how many are missing', async () => {
    const { client } = installation
    const { root, join, work } = await batch('settled', 'settled')
    const outcome = await client.run({ type: root, dataJson: '{"name":"x"}' })
    expect(outcome.verdict).toBe('failed')
    const discarded = of(outcome, work).filter(({ state }) => state === 'discarded')
    expect(discarded).toHaveLength(1)
    const [joined] = of(outcome, join)
    expect(discarded[0]!.reason).toContain(joined!.id)
    expect(joined!.state).toBe('succeeded')
    expect(await shown(client, joined!.id)).toEqual({
      files: ['1', '3'],
      events: 2,
      meta: { name: 'x', 'iteron.cancelled': '0', 'iteron.discarded': '1' },
    })
    const { deadLetters } = await client.call('deadLetters', 'ListDeadLetters', {
      filter: { state: 'discarded' },
    })
    expect(deadLetters.map(({ id }) => id)).toContain(discarded[0]!.id)
  })

  test('a join in a join: the outer one waits for the inner ones and what they raise', async () => {
    const { client } = installation
    await client.shell('album', split(2, 'page'), { subscribes: ['album'], publishes: ['page'] })
    await client.shell('page', split(3, 'dot'), { subscribes: ['page'], publishes: ['dot'] })
    await client.shell('page-join', `ls in/events | wc -l > out/data/n; ${raise('e', 'page.done', 'n')}`, {
      join: { root: 'page', collect: ['dot'] },
      publishes: ['page.done'],
    })
    await client.shell('album-join', `${SHOW}; cat in/data/*/n > out/data/n`, {
      join: { root: 'album', collect: ['page.done', 'dot'] },
    })
    const outcome = await client.run({ type: 'album' })
    expect(outcome.verdict).toBe('succeeded')
    expect(of(outcome, 'page-join')).toHaveLength(2)
    const [outer] = of(outcome, 'album-join')
    expect(await shown(client, outer!.id)).toMatchObject({ events: 8 })
    expect((await client.output(outer!.id))['n']!.match(/3/g)).toHaveLength(2)
  })

  test('a join with nothing to collect runs, also without any other taker', async () => {
    const { client } = installation
    await client.shell('lonely-join', SHOW, { join: { root: 'lonely.root', collect: ['never'] } })
    const { verdict, jobs } = await client.run({ type: 'lonely.root' })
    expect(verdict).toBe('succeeded')
    expect(await shown(client, jobs[0]!.id)).toMatchObject({ files: [], events: 0 })
  })

  test('a root that comes again runs nothing again; redriven, it is a scope of its own', async () => {
    const { client } = installation
    const { root, mend, join } = await batch('again', 'all')
    mend()
    const event = { type: root, id: 'again-1', source: 'camera' }
    const key = await client.publish(event)
    const first = await client.outcome(key)
    await client.publish(event)
    const { event: copy } = await client.call('events', 'RedriveEvent', { event: key })
    const second = await client.outcome(copy!.key)
    expect([first.jobsTotal, second.jobsTotal]).toEqual([5, 5])
    expect((await client.call('jobs', 'ListJobs', { module: join })).jobs).toHaveLength(2)
    expect(await shown(client, of(second, join)[0]!.id)).toMatchObject({ files: ['1', '2', '3'], events: 3 })
  })

  test('the scope of an event from outside is its own, whatever trace it claims', async () => {
    const { client } = installation
    const gate = path.join(installation.folder, 'outside')
    await client.shell('outside-work', `[ -e '${gate}' ] || exit 1; ${raise('e', 'outside.done')}`, {
      subscribes: ['outside.batch'],
      publishes: ['outside.done'],
    })
    await client.shell('outside-join', SHOW, { join: { root: 'outside.batch', collect: ['outside.done'] } })
    const key = await client.publish({ type: 'outside.batch', id: 'outside-1', correlationId: 'outside-1' })
    await client.outcome(key)
    await client.run({ type: 'outside.done', correlationId: 'outside-1', causationId: 'outside-1' })
    writeFileSync(gate, '')
    expect(existsSync(gate)).toBe(true)
    await client.call('deadLetters', 'RedriveDeadLetters', { filter: { module: 'outside-work' } })
    const outcome = await client.outcome(key)
    expect(outcome.verdict).toBe('succeeded')
    expect(await shown(client, of(outcome, 'outside-join')[0]!.id)).toMatchObject({ events: 1 })
  })
})
