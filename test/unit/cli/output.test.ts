import { describe, expect, test } from '@jest/globals'
import { parse as parseYaml } from 'yaml'
import { loadConfig } from '../../../cli/config/load.ts'
import { cliErrorOf, describeError } from '../../../cli/errors.ts'
import { printList, type ListView } from '../../../cli/output/list.ts'
import { lineageDot, lineageTree, type Graph } from '../../../cli/output/lineage.ts'
import { pairs, table } from '../../../cli/output/table.ts'
import { byteSize, duration, localTime } from '../../../cli/output/text.ts'
import { pagesOf } from '../../../cli/pages.ts'
import { Session } from '../../../cli/session.ts'
import { IteronError } from '../../../core/errors.ts'
import { RemoteError } from '../../../proto/status.ts'
import { capturedIo } from './captured-io.ts'

interface Item {
  readonly id: string
  readonly note?: string | undefined
}

const VIEW: ListView<Item> = {
  json: ({ id, note }) => ({ id, note }),
  columns: [
    { title: 'id', value: (item) => item.id },
    { title: 'note', value: (item) => item.note },
  ],
  none: 'no items',
}

async function session(output: string, terminal = false) {
  const io = capturedIo({ terminal })
  const config = await loadConfig({ flags: { output }, env: {}, cwd: '/' })
  return { io, session: new Session(io, config) }
}

async function printed(output: string, pages: readonly (readonly Item[])[]) {
  const { io, session: opened } = await session(output)
  const source = (async function* () {
    for (const page of pages) yield page
  })()
  await printList(opened, source, VIEW)
  return { stdout: io.stdout.text, stderr: io.stderr.text }
}

const PAGES = [[{ id: 'a', note: 'x' }], [], [{ id: 'b' }, { id: 'c', note: 'two\nlines' }]]
const ITEMS = [{ id: 'a', note: 'x' }, { id: 'b' }, { id: 'c', note: 'two\nlines' }]

describe('lists', () => {
  test('one JSON array over all pages, also an empty one', async () => {
    expect(JSON.parse((await printed('json', PAGES)).stdout)).toEqual(ITEMS)
    expect((await printed('json', [[]])).stdout).toBe('[]\n')
  })

  test('one YAML sequence over all pages, also an empty one', async () => {
    expect(parseYaml((await printed('yaml', PAGES)).stdout)).toEqual(ITEMS)
    expect((await printed('yaml', [])).stdout).toBe('[]\n')
  })

  test('a table with its titles once; nothing at all is told on standard error', async () => {
    expect((await printed('table', PAGES)).stdout).toBe('ID  NOTE\na   x\nb   -\nc   two lines\n')
    expect(await printed('table', [])).toEqual({ stdout: '', stderr: 'no items\n' })
  })
})

describe('pages', () => {
  const fetch = (asked: number[]) => async (pageSize: number, token: string) => {
    asked.push(pageSize)
    const from = Number(token || '0')
    const items = Array.from({ length: Math.min(pageSize, 1000) }, (_, index) => from + index)
    return { items, next: String(from + items.length) }
  }

  async function taken(extent: { limit?: number; all?: boolean }) {
    const { io, session: opened } = await session('table')
    const asked: number[] = []
    let count = 0
    for await (const page of pagesOf(opened, extent, fetch(asked))) {
      count += page.length
      if (count >= 5000) break
    }
    return { asked, count, note: io.stderr.text }
  }

  test('a limit is kept over pages; without one people are told that there is more', async () => {
    expect(await taken({ limit: 2500 })).toEqual({ asked: [1000, 1000, 500], count: 2500, note: '' })
    expect(await taken({})).toMatchObject({
      asked: [100],
      count: 100,
      note: expect.stringContaining('--all'),
    })
    expect(await taken({ all: true })).toMatchObject({ count: 5000, note: '' })
  })
})

describe('tables', () => {
  test('colours only where they are wanted', () => {
    const columns = [{ title: 'id', value: (item: Item) => item.id }]
    expect(table(columns, [{ id: 'a' }], false)).toBe('ID\na\n')
    expect(table(columns, [{ id: 'a' }], true)).toContain('\u001b[1m')
  })

  test('what others wrote cannot steer the terminal', () => {
    const columns = [{ title: 'id', value: (item: Item) => item.id }]
    const text = table(columns, [{ id: 'a\u001b[2Jb\r\u009bc' }], false)
    expect(text).toBe('ID\na [2Jb c\n')
    expect(
      pairs([
        ['id', 'a\u001b]0;x\u0007b'],
        ['empty', undefined],
      ]),
    ).toBe('id:  a ]0;x b\n')
  })

  test('times, durations and sizes for people', () => {
    const time = new Date(2026, 0, 31, 8, 5, 9).getTime()
    expect([localTime(time), localTime(undefined)]).toEqual(['2026-01-31 08:05:09', ''])
    expect([12.4, 3400, 310_000, 7_500_000].map(duration)).toEqual([
      '12 ms',
      '3.4 s',
      '5 min 10 s',
      '2 h 5 min',
    ])
    expect([0, 512, 1536, 3 * 1024 ** 3].map(byteSize)).toEqual(['0 B', '512 B', '1.5 KiB', '3.0 GiB'])
  })
})

describe('errors', () => {
  test.each([
    ['UNAVAILABLE', 3],
    ['NOT_FOUND', 4],
    ['INVALID_ARGUMENT', 2],
    ['ALREADY_EXISTS', 5],
    ['FAILED_PRECONDITION', 5],
    ['PERMISSION_DENIED', 5],
    ['DEADLINE_EXCEEDED', 6],
    ['DATA_LOSS', 1],
    ['INTERNAL', 1],
  ] as const)('%s ends the program with %d', (code, exit) => {
    expect(cliErrorOf(new RemoteError(code, 'what')).exit).toBe(exit)
    expect(cliErrorOf(new IteronError(code, 'what')).exit).toBe(exit)
  })

  test('say what, and what to do', () => {
    const error = cliErrorOf(new RemoteError('NOT_FOUND', 'there is no job x', 'List them.'))
    expect(describeError(error, false)).toBe('iteron: there is no job x\n  List them.\n')
    expect(JSON.parse(describeError(error, true))).toEqual({
      error: { code: 'NOT_FOUND', message: 'there is no job x', hint: 'List them.', exitCode: 4 },
    })
  })

  test('a bug is told without its stack', () => {
    expect(describeError(cliErrorOf(new TypeError('x is not a function')), false)).toBe(
      'iteron: x is not a function\n',
    )
  })
})

describe('lineage', () => {
  const node = (kind: string, id: string, depth: number) => ({
    key: `${kind}:${id}`,
    kind,
    id,
    label: `the "${id}"`,
    depth,
    atMs: 0,
    attributes: {},
  })
  // c was made by job j2 from b and a; b was made by j1 from a
  const graph: Graph = {
    nodes: [
      node('file', 'c', 0),
      node('job', 'j2', 1),
      node('file', 'b', 2),
      node('file', 'a', 2),
      node('job', 'j1', 3),
    ],
    edges: [
      { from: 'job:j2', to: 'file:c', kind: 'generated' },
      { from: 'file:b', to: 'job:j2', kind: 'used' },
      { from: 'file:a', to: 'job:j2', kind: 'used' },
      { from: 'job:j1', to: 'file:b', kind: 'generated' },
    ],
  }

  test('a tree from the subject', () => {
    expect(lineageTree(graph, 'up')).toBe(
      [
        'file the "c" c',
        '└─ job the "j2" j2',
        '   ├─ file the "b" b',
        '   │  └─ job the "j1" j1',
        '   └─ file the "a" a',
        '',
      ].join('\n'),
    )
  })

  test('a node with two ways to it is unfolded once', () => {
    const diamond: Graph = {
      nodes: [node('a', '1', 0), node('a', '2', 1), node('a', '3', 1), node('a', '4', 2), node('a', '5', 3)],
      edges: [
        ['1', '2'],
        ['1', '3'],
        ['2', '4'],
        ['3', '4'],
        ['4', '5'],
      ].map(([from, to]) => ({ from: `a:${from ?? ''}`, to: `a:${to ?? ''}`, kind: 'used' })),
    }
    const lines = lineageTree(diamond, 'down').trimEnd().split('\n')
    expect(lines).toHaveLength(6)
    expect(lines.filter((line) => line.endsWith('(see above)'))).toHaveLength(1)
  })

  test('dot, with quotes escaped', () => {
    const dot = lineageDot(graph)
    expect(dot).toMatch(/^digraph lineage \{\n/)
    expect(dot).toContain('"file:b" -> "job:j2" [label="used"]')
    expect(dot).toContain('label="file the \\"c\\" c"')
  })
})
