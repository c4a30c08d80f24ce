import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { sharedInstallation } from './installation.ts'

const COPY = 'cp -R in/data/. out/data/'

describe('the main path, over the real program', () => {
  const installation = sharedInstallation({
    arguments: ['--slots', '4'],
    environment: { OF_THE_SERVER: 'leaks', PASSED_ON: 'wanted', HIDDEN: 'open sesame' },
  })

  test('files go in and come out byte by byte, whatever they are called', async () => {
    const { client } = installation
    const files = {
      'plain.txt': 'hello\n',
      empty: '',
      'sub/folder/bytes.bin': Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 31) % 256)),
      'with space and %41.txt': 'space',
      'übergröße/日本 😀.txt': 'unicode',
      'new\nline': 'newline',
      'quote\'"$`\\;&': 'quotes',
      '-rf': 'dash',
    }
    await client.shell('copy', COPY, { subscribes: ['copy.wanted'] })
    const artifact = await client.upload(files)
    const { verdict, jobs } = await client.run({ type: 'copy.wanted', files: [{ artifact }] })
    expect(verdict).toBe('succeeded')
    const { artifacts } = await client.job(jobs[0]!.id)
    const made = await client.files(artifacts[0]!)
    expect(Object.fromEntries(made)).toEqual(
      Object.fromEntries(
        Object.entries(files).map(([name, content]) => [name, Buffer.from(content as string)]),
      ),
    )
  })

  test('an event may pass on one file of an artifact', async () => {
    const { client } = installation
    await client.shell('copy-one', COPY, { subscribes: ['one.wanted'] })
    const artifact = await client.upload({ 'a/1': 'one', 'a/2': 'two' })
    const { jobs } = await client.run({ type: 'one.wanted', files: [{ artifact, path: 'a/2' }] })
    expect(await client.output(jobs[0]!.id)).toEqual({ 'a/2': 'two' })
  })

  test("eventmeta.json holds the event's pairs in Ion's form, then its files", async () => {
    const { client } = installation
    await client.shell('meta', 'cp in/eventmeta.json out/data', { subscribes: ['meta.wanted'] })
    const artifact = await client.upload({ 'x/file.txt': '1' })
    const dataJson = JSON.stringify({ url: 'http://host/?a=1&b="2"', count: 3, list: [1, 'ä'] })
    const { jobs } = await client.run({ type: 'meta.wanted', dataJson, files: [{ artifact }] })
    const output = await client.output(jobs[0]!.id)
    expect(JSON.parse(output['eventmeta.json']!)).toEqual([
      { key: 'url', value: 'http://host/?a=1&b="2"' },
      { key: 'count', value: '3' },
      { key: 'list', value: '[1,"ä"]' },
      { key: 'file.txt', value: `iteron:artifact/${artifact}/x/file.txt` },
    ])
  })

  test('a module sees its environment and nothing else of the server', async () => {
    const { client } = installation
    await client.module({
      name: 'environment',
      subscribes: ['environment.wanted'],
      command: ['/usr/bin/env', '-0'],
      environment: { OWN: 'multi\nline = ü' },
      passEnvironment: ['PASSED_ON', 'NOT_THERE'],
      secrets: { API_KEY: { env: 'HIDDEN' } },
    })
    const { jobs } = await client.run({ type: 'environment.wanted', correlationId: 'trace-1' })
    const [job] = jobs
    const log = await client.log(job!.id)
    const pairs = log.split('\0').filter((pair) => pair !== '')
    const seen = Object.fromEntries(
      pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    )
    expect(seen).toEqual({
      OWN: 'multi\nline = ü',
      PASSED_ON: 'wanted',
      API_KEY: 'open sesame',
      HANDLER_BASE_DIR: expect.stringContaining(path.join(installation.data, 'work')),
      ITERON_JOB_ID: job!.id,
      ITERON_ATTEMPT: '1',
      ITERON_CORRELATION_ID: 'trace-1',
      ITERON_EVENT_TYPE: 'environment.wanted',
      ITERON_TASK: expect.any(String),
      TRACEPARENT: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/),
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      LANG: 'C.UTF-8',
    })
  })

  test('insights and the log stay with the attempt', async () => {
    const { client } = installation
    const insights = '{"faces": 3, "model": {"name": "ssd", "scores": [0.5]}}'
    const script = `echo out; echo err >&2; printf '%s' '${insights}' > out/insights.json`
    await client.shell('insights', script, { subscribes: ['insights.wanted'] })
    const { jobs } = await client.run({ type: 'insights.wanted' })
    const { attemptList, artifacts } = await client.job(jobs[0]!.id)
    expect(attemptList[0]!.insights).toEqual([
      { key: 'faces', valueJson: '3' },
      { key: 'model', valueJson: '{"name":"ssd","scores":[0.5]}' },
    ])
    expect(await client.log(jobs[0]!.id)).toBe('out\nerr')
    expect(artifacts).toEqual([])
  })

  test('every stage of an attempt has its time, and the ledger what was moved', async () => {
    const { client } = installation
    await client.shell('ledger', COPY, { subscribes: ['ledger.wanted'] })
    const artifact = await client.upload({ a: '12345', b: '12345' })
    const { jobs } = await client.run({ type: 'ledger.wanted', files: [{ artifact }] })
    const { ledger } = (await client.job(jobs[0]!.id)).attemptList[0]!
    expect(ledger!.stages.map(({ stage }) => stage)).toEqual([
      'accept',
      'queue',
      'prepare',
      'module',
      'commit',
      'relay',
    ])
    expect(ledger!.stages.every(({ fromMs, toMs }) => toMs >= fromMs)).toBe(true)
    expect(ledger).toMatchObject({ filesIn: 2, bytesIn: 10, filesOut: 2, bytesOut: 10, deduplicated: 2 })
  })

  test('nothing of an attempt stays in the data folder', () => {
    expect(installation.workspaces()).toEqual([])
  })
})
