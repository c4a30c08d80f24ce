import { describe, expect, test } from '@jest/globals'
import { sharedInstallation } from './installation.ts'
import { passOn, raise, split } from './programs.ts'

describe('from event to event', () => {
  const installation = sharedInstallation({ arguments: ['--slots', '4'] })

  test('an event carries data and files to the next module, and says where it came from', async () => {
    const { client } = installation
    const script = `mkdir out/data/sub; echo text > out/data/sub/a; ${raise('e', 'data.next', 'sub/a', { size: '12' })}`
    await client.shell('data-first', script, { subscribes: ['data.first'], publishes: ['data.next'] })
    await client.shell('data-second', 'cp in/eventmeta.json in/data/sub/a out/data', {
      subscribes: ['data.next'],
    })
    const { jobs, verdict } = await client.run({ type: 'data.first', id: 'data-1', correlationId: 'trace' })
    expect(verdict).toBe('succeeded')
    const second = jobs.find(({ module }) => module === 'data-second')!
    const output = await client.output(second.id)
    expect(output['a']).toBe('text\n')
    expect(JSON.parse(output['eventmeta.json']!)).toContainEqual({ key: 'size', value: '12' })
    const raised = await client.call('events', 'GetEvent', { event: second.eventKey })
    expect(raised).toMatchObject({
      type: 'data.next',
      correlationId: 'trace',
      causationId: 'data-1',
      job: jobs.find(({ module }) => module === 'data-first')!.id,
      source: expect.stringMatching(/^iteron:.+\/data-first$/),
    })
  })

  test('fan-out of five, a chain of three: every job once', async () => {
    const { client } = installation
    const links = [
      ['chain-1', split(5, 'chain.b'), 'chain.a', 'chain.b'],
      ['chain-2', passOn('chain.c'), 'chain.b', 'chain.c'],
      ['chain-3', 'cp -R in/data/. out/data/', 'chain.c', 'chain.d'],
    ] as const
    for (const [name, script, takes, gives] of links)
      await client.shell(name, script, { subscribes: [takes], publishes: [gives] })
    const { verdict, jobs } = await client.run({ type: 'chain.a' })
    expect(verdict).toBe('succeeded')
    expect(jobs.map(({ module }) => module).sort()).toEqual([
      'chain-1',
      ...Array<string>(5).fill('chain-2'),
      ...Array<string>(5).fill('chain-3'),
    ])
    const last = jobs.filter(({ module }) => module === 'chain-3')
    const outputs = await Promise.all(last.map(({ id }) => client.output(id)))
    expect(Object.assign({}, ...outputs)).toEqual(
      Object.fromEntries(['1', '2', '3', '4', '5'].map((n) => [n, `${n}\n`])),
    )
  })

  test('several modules take one type, and one module several types', async () => {
    const { client } = installation
    await client.shell('both-1', 'true', { subscribes: ['both.x', 'both.y'] })
    await client.shell('both-2', 'true', { subscribes: ['both.x'] })
    const x = await client.run({ type: 'both.x' })
    const y = await client.run({ type: 'both.y' })
    expect(x.jobs.map(({ module }) => module).sort()).toEqual(['both-1', 'both-2'])
    expect(y.jobs.map(({ module }) => module)).toEqual(['both-1'])
  })

  test('an event that nobody wants is kept, with the reason; a module that comes later can have a copy', async () => {
    const { client } = installation
    const key = await client.publish({ type: 'lonely', id: 'lonely-1' })
    expect(await client.outcome(key)).toMatchObject({ verdict: 'succeeded', jobs: [] })
    const kept = await client.call('events', 'GetEvent', { event: 'lonely-1' })
    expect(kept).toMatchObject({ state: 'handled', reason: 'no module takes this type', jobs: 0 })
    await client.shell('late', 'true', { subscribes: ['lonely'] })
    const { event: copy } = await client.call('events', 'RedriveEvent', { event: 'lonely-1', module: 'late' })
    expect(await client.outcome(copy!.key)).toMatchObject({ verdict: 'succeeded', jobsTotal: 1 })
    const redriven = await client.call('events', 'GetEvent', { event: copy!.key })
    expect(redriven).toMatchObject({ redriveOf: key, root: copy!.key })
  })

  test('an event that comes twice makes one job', async () => {
    const { client } = installation
    await client.shell('once', 'true', { subscribes: ['twice'] })
    const event = { type: 'twice', id: 'twice-1', source: 'camera', dataJson: '{"n":1}' }
    const first = await client.publish(event)
    await client.outcome(first)
    const second = await client.publish(event)
    const { jobsTotal } = await client.run({ type: 'twice', id: 'twice-2' })
    expect(second).toBe(first)
    expect(jobsTotal).toBe(1)
    const { jobs } = await client.call('jobs', 'ListJobs', { module: 'once' })
    expect(jobs.map((job) => job.event)).toEqual(['twice-2', 'twice-1'])
    expect(await client.call('events', 'GetEvent', { event: first })).toMatchObject({ conflicts: 0 })
  })

  test('the first content of an id counts; other content is shown as a conflict', async () => {
    const { client } = installation
    await client.shell('conflict', 'true', { subscribes: ['conflict'] })
    const event = { type: 'conflict', id: 'conflict-1', source: 'camera' }
    const key = await client.publish({ ...event, dataJson: '{"n":1}' })
    await client.outcome(key)
    await client.publish({ ...event, dataJson: '{"n":2}' })
    await client.run({ type: 'conflict', id: 'after' })
    const kept = await client.call('events', 'GetEvent', { event: key })
    expect(kept).toMatchObject({ conflicts: 1, dataJson: '{"n":1}' })
    const shown = await installation.cli('event', 'get', 'conflict-1')
    expect(shown.stdout).toMatch(/conflicts: .*1 more .*other content/)
    expect(await client.jobsOf(key)).toHaveLength(1)
  })

  test('a module that subscribes to what it raises stops by itself', async () => {
    const { client } = installation
    const script = `n=$(ls in/data); [ "$n" = 4 ] || { touch out/data/$((n + 1)); ${raise('e', 'loop').replace('"files","value":""', `"files","value":"'$((n + 1))'"`)}; }`
    await client.shell('loop', script, { subscribes: ['loop'], publishes: ['loop'] })
    const artifact = await client.upload({ '1': '' })
    const { verdict, jobsTotal } = await client.run({ type: 'loop', files: [{ artifact }] })
    expect({ verdict, jobsTotal }).toEqual({ verdict: 'succeeded', jobsTotal: 4 })
  })
})
