import { rmSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { sharedInstallation } from './installation.ts'
import { allPages } from './pages.ts'
import { passOn, raise } from './programs.ts'

type Direction = 'up' | 'down'

describe('lineage', () => {
  const installation = sharedInstallation({ arguments: ['--slots', '4'] })
  const made = { uploaded: '', event: '', first: '', second: '', report: '' }

  /** upload → event → first (two files) → event per file → second → one report by a join */
  beforeAll(async () => {
    const { client } = installation
    const cut = `for n in 1 2; do cat in/data/source > out/data/part$n; echo $n >> out/data/part$n; done
${raise('1', 'part', 'part1')}; ${raise('2', 'part', 'part2')}`
    await client.shell('cut', cut, { subscribes: ['batch'], publishes: ['part'] })
    await client.shell('polish', passOn('polished'), { subscribes: ['part'], publishes: ['polished'] })
    await client.shell('report', 'cat in/data/*/* > out/data/report', {
      join: { root: 'batch', collect: ['polished'] },
    })
    made.uploaded = await client.upload({ source: 'source\n', unused: 'unused' })
    made.event = await client.publish({
      type: 'batch',
      id: 'batch-1',
      files: [{ artifact: made.uploaded, path: 'source' }],
    })
    const { jobs, verdict } = await client.outcome(made.event)
    expect(verdict).toBe('succeeded')
    const artifactOf = async (module: string) =>
      (await client.job(jobs.find((job) => job.module === module)!.id)).artifacts[0]!
    made.first = await artifactOf('cut')
    made.second = await artifactOf('polish')
    made.report = await artifactOf('report')
  })

  async function walk(
    subject: string,
    direction: Direction,
    more: { depth?: number; pageSize?: number } = {},
  ) {
    const pages = await allPages(
      (pageToken) => {
        const request = { subject, direction, pageToken, pageSize: 100, ...more }
        return installation.client.call('lineage', 'QueryLineage', request)
      },
      (page) => [page],
    )
    return { nodes: pages.flatMap((page) => page.nodes), edges: pages.flatMap((page) => page.edges) }
  }

  async function kinds(subject: string, direction: Direction, depth = 0): Promise<string[]> {
    const { nodes } = await walk(subject, direction, { depth })
    return nodes
      .map(
        ({ kind, attributes }) =>
          `${kind} ${attributes['module'] ?? attributes['type'] ?? attributes['producer'] ?? ''}`,
      )
      .sort()
  }

  const BELOW_CUT = [
    'artifact polish',
    'artifact polish',
    'artifact report',
    'event part',
    'event part',
    'event polished',
    'event polished',
    'job polish',
    'job polish',
    'job report',
  ]

  test('a report goes back to what was uploaded', async () => {
    expect(await kinds(made.report, 'up')).toEqual(
      [...BELOW_CUT, 'artifact client', 'artifact cut', 'event batch', 'job cut'].sort(),
    )
  })

  test('what was uploaded leads to the report, by artifact and by file', async () => {
    const all = [...BELOW_CUT, 'artifact client', 'artifact cut', 'job cut'].sort()
    expect(await kinds(made.uploaded, 'down')).toEqual(all)
    expect(await kinds(`${made.uploaded}:source`, 'down')).toEqual(all)
  })

  test('a file that nobody took led to nothing', async () => {
    expect(await kinds(`${made.uploaded}:unused`, 'down')).toEqual(['artifact client'])
  })

  test('an event and a job, up and down', async () => {
    const { nodes } = await walk(made.first, 'up', { depth: 1 })
    const job = nodes.find(({ kind }) => kind === 'job')!.id
    expect(await kinds(job, 'up')).toEqual(['artifact client', 'event batch', 'job cut'])
    expect(await kinds(job, 'down')).toEqual([...BELOW_CUT, 'artifact cut', 'job cut'].sort())
    expect(await kinds('batch-1', 'up')).toEqual(['artifact client', 'event batch'])
  })

  test('a digest finds every artifact that holds the content', async () => {
    const { client } = installation
    const { files } = await client.call('artifacts', 'GetArtifact', { artifact: made.second })
    const { nodes } = await walk(files[0]!.digest, 'up', { depth: 1 })
    const starts = nodes.filter(({ depth }) => depth === 0).map(({ id }) => id)
    expect(starts.sort()).toEqual([made.first, made.second].sort())
  })

  test('pages of any size give the same nodes, each once', async () => {
    const whole = await walk(made.report, 'up')
    for (const pageSize of [1, 3]) {
      const paged = await walk(made.report, 'up', { pageSize })
      expect(paged.nodes.map(({ key }) => key)).toEqual(whole.nodes.map(({ key }) => key))
      expect(paged.edges).toEqual(whole.edges)
    }
  })

  test('one polished file goes back to its part only', async () => {
    expect(await kinds(made.second, 'up')).toEqual([
      'artifact client',
      'artifact cut',
      'artifact polish',
      'event batch',
      'event part',
      'job cut',
      'job polish',
    ])
  })

  test('the command line draws it', async () => {
    const tree = await installation.cli('lineage', 'up', made.report, '-o', 'tree')
    expect(tree).toMatchObject({ exit: 0, stdout: expect.stringContaining('cut') })
    const dot = await installation.cli('lineage', 'down', made.uploaded, '-o', 'dot')
    expect(dot).toMatchObject({ exit: 0, stdout: expect.stringMatching(/^digraph /) })
    expect(await installation.cli('lineage', 'up', 'f'.repeat(32))).toMatchObject({ exit: 4 })
  })

  test('from the files alone the catalogue is built again, with artifacts and edges', async () => {
    const list = async () =>
      (await installation.client.call('artifacts', 'ListArtifacts', {})).artifacts.map(
        ({ id, path: prefix, files, producer, createdAtMs }) => ({
          id,
          prefix,
          files,
          producer,
          createdAtMs,
        }),
      )
    const shape = async () => {
      const { nodes } = await walk(made.report, 'up')
      return nodes
        .filter(({ kind }) => kind !== 'event')
        .map(({ key }) => key)
        .sort()
    }
    const before = { artifacts: await list(), nodes: await shape() }
    await installation.stop()
    for (const file of ['iteron.db', 'iteron.db-wal', 'iteron.db-shm'])
      rmSync(path.join(installation.data, file), { force: true })
    const reindexed = await installation.cli('artifact', 'reindex', '--data', installation.data, '-o', 'json')
    expect(JSON.parse(reindexed.stdout)).toEqual({ found: 5, added: 5, problems: [] })
    await installation.start()
    expect({ artifacts: await list(), nodes: await shape() }).toEqual(before)
    expect(await installation.json('artifact', 'reindex')).toMatchObject({ found: 5, added: 0 })
    expect((await installation.client.files(made.report)).get('report')!.toString()).toContain('source')
    expect(await installation.cli('doctor')).toMatchObject({ exit: 0 })
  })
})
