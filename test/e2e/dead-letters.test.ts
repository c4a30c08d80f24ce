import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { sharedInstallation } from './installation.ts'

const ONE = 'application/cloudevents+json'

describe('dead letters', () => {
  const installation = sharedInstallation({ arguments: ['--slots', '4'] })

  test('from the command line: listed, redriven, discarded', async () => {
    const { client } = installation
    const mended = path.join(installation.folder, 'mended')
    await client.shell('fragile', `[ -e '${mended}' ]`, { subscribes: ['fragile'] })
    const outcomes = [await client.run({ type: 'fragile' }), await client.run({ type: 'fragile' })]
    const ids = outcomes.map(({ jobs }) => jobs[0]!.id)
    const list = (...args: string[]) =>
      installation.json('dead-letter', 'list', '--module', 'fragile', ...args)
    expect(await list()).toEqual(
      [...ids].reverse().map((id) => expect.objectContaining({ id, kind: 'job', state: 'failed' })),
    )
    const dry = await installation.cli('dead-letter', 'redrive', '--module', 'fragile', '--dry-run')
    expect(dry).toMatchObject({ exit: 0, stdout: expect.stringContaining('would be redriven') })
    expect(await list()).toHaveLength(2)
    expect(await installation.cli('dead-letter', 'discard', ids[1]!)).toMatchObject({ exit: 0 })
    expect(await list('--state', 'discarded')).toEqual([
      expect.objectContaining({ id: ids[1], state: 'discarded' }),
    ])
    const again = await installation.cli('dead-letter', 'redrive', ids[0]!, '--wait')
    expect(again).toMatchObject({ exit: 1 })
    writeFileSync(mended, '')
    expect(await installation.cli('dead-letter', 'redrive', ids[0]!, '--wait')).toMatchObject({ exit: 0 })
    expect(await list()).toEqual([])
    const job = await client.job(ids[0]!)
    expect(job.attemptList.map(({ number, state }) => [number, state])).toEqual([
      [1, 'failed'],
      [2, 'failed'],
      [3, 'succeeded'],
    ])
  })

  test('a discarded job can not be redriven, a succeeded one neither', async () => {
    const { client } = installation
    await client.shell('final', 'exit $(ls in/data | wc -l)', { subscribes: ['final'] })
    const artifact = await client.upload({ a: '1' })
    const [failed, succeeded] = [
      await client.run({ type: 'final', files: [{ artifact }] }),
      await client.run({ type: 'final' }),
    ]
    await client.call('deadLetters', 'DiscardDeadLetters', { deadLetters: [failed.jobs[0]!.id] })
    for (const { jobs } of [failed, succeeded]) {
      const { exit } = await installation.cli('dead-letter', 'redrive', jobs[0]!.id)
      expect(exit).not.toBe(0)
    }
    expect((await client.job(failed.jobs[0]!.id)).state).toBe('discarded')
  })

  test('a message whose files can not be taken becomes a dead letter that says why; the next is not held up', async () => {
    const { client } = installation
    await client.shell('copy', 'cp -R in/data/. out/data/', { subscribes: ['photo'] })
    const artifact = await client.upload({ 'a.txt': '1' })
    const event = (id: string, file: object) =>
      JSON.stringify({ specversion: '1.0', id, source: 'outside', type: 'photo', data: { files: [file] } })
    const poison: [string, object, RegExp][] = [
      ['up', { path: '../../etc/passwd', artifact }, /\.\.\/\.\.\/etc\/passwd.*\.\./],
      ['absolute', { path: '/etc/passwd', artifact }, /\/etc\/passwd/],
      ['unknown', { path: 'a.txt', artifact: 'f'.repeat(32) }, /f{32}/],
      ['other', { path: 'b.txt', artifact }, /b\.txt/],
      ['digest', { path: 'a.txt', artifact, digest: `sha256:${'0'.repeat(64)}` }, /digest/],
    ]
    for (const [id, file] of poison)
      expect((await installation.post('/events', ONE, event(id, file))).status).toBe(202)
    const good = event('good', { path: 'a.txt', artifact })
    expect((await installation.post('/events', ONE, good)).status).toBe(202)
    const { verdict, jobs } = await client.outcome('good')
    expect(verdict).toBe('succeeded')
    expect(await client.output(jobs[0]!.id)).toEqual({ 'a.txt': '1' })
    for (const [id, , why] of poison) {
      const outcome = await client.outcome(id)
      expect(outcome).toMatchObject({ verdict: 'failed', reason: expect.stringMatching(why) })
    }
    const { deadLetters } = await client.call('deadLetters', 'ListDeadLetters', {
      filter: { kind: 'message' },
    })
    expect(deadLetters.map(({ event: id }) => id)).toEqual(poison.map(([id]) => id))
  })

  test("a forged event with this installation's own source is refused at the door", async () => {
    const { client } = installation
    const { installation: name } = await client.call('server', 'GetServerInfo', {})
    const forged = { specversion: '1.0', id: 'forged', source: `iteron:${name}/copy`, type: 'photo' }
    const { status, answer } = await installation.post('/events', ONE, JSON.stringify(forged))
    expect({ status, answer }).toMatchObject({
      status: 400,
      answer: { message: expect.stringContaining('own') },
    })
    await expect(client.publish({ type: 'photo', source: forged.source })).rejects.toMatchObject({
      message: expect.stringContaining(forged.source),
    })
    await expect(client.call('events', 'GetEvent', { event: 'forged' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  test('what is no event is refused with the reason, and a batch is taken whole or not at all', async () => {
    const event = (id: string, type: string) => ({ specversion: '1.0', id, source: 's', type })
    const batch = JSON.stringify([event('whole-1', 'photo'), event('whole-2', '')])
    const answers = [
      await installation.post('/events', ONE, '{'),
      await installation.post('/events', ONE, '{"specversion":"1.0"}'),
      await installation.post('/events', 'application/json', '{}'),
      await installation.post('/events', 'application/cloudevents-batch+json', batch),
      await installation.post('/', 'application/json', '{"link":1}'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400])
    expect(answers[3]!.answer).toMatchObject({ message: expect.stringContaining('event 1 of the batch') })
    expect(answers[4]!.answer).toMatchObject({ message: expect.stringContaining('url') })
    const large = JSON.stringify({ ...event('large', 'photo'), data: { text: 'x'.repeat(200_000) } })
    expect((await installation.post('/events', ONE, large)).status).toBe(413)
    const unknown = installation.client.call('events', 'GetEvent', { event: 'whole-1' })
    await expect(unknown).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
