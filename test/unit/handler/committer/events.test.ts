import { linkSync, mkdirSync, writeFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from '@jest/globals'
import { INLINE_BYTES } from '../../../../core/model/attempt-output.ts'
import { readVerified } from '../../../../core/policies/verified-read.ts'
import { PREFIX } from '../attempt.ts'
import { keysOf, pairs, withOutput, type OutputBundle } from './output.ts'

let bundle: OutputBundle | undefined

afterEach(() => bundle?.close())

async function output(...args: Parameters<typeof withOutput>): Promise<OutputBundle> {
  bundle = await withOutput(...args)
  return bundle
}

const clear = (data: object = {}, files: readonly string[] = []) =>
  JSON.stringify({ type: 'photo.clear', files, data })

describe('events', () => {
  test("are read in Ion's form and as objects, in the order of their files' names", async () => {
    const { commit, task } = await output({
      'data/a.jpg': 'a',
      'data/sub/b.jpg': 'b',
      'events/é': clear({ n: 2 }),
      'events/b': clear({ deep: { list: [1, null] } }, ['sub/b.jpg']),
      'events/Z': pairs({
        eventType: 'photo.blurred',
        files: 'a.jpg, sub/b.jpg,,a.jpg',
        width: '12',
        __proto__x: '',
      }),
    })
    const { events, files } = await commit()
    const refs = files.map((file) => ({ ...file, artifact: task.artifact.id }))
    expect(events).toEqual([
      { type: 'photo.blurred', data: { width: '12', __proto__x: '' }, files: refs },
      { type: 'photo.clear', data: { deep: { list: [1, null] } }, files: [refs[1]] },
      { type: 'photo.clear', data: { n: 2 }, files: [] },
    ])
  })

  test('keep a pair that is called like a property of every object', async () => {
    const { commit } = await output({
      'events/e': '[{"key":"eventType","value":"photo.clear"},{"key":"__proto__","value":"x"}]',
    })
    const { events } = await commit()
    expect(JSON.stringify(events[0]?.data)).toBe('{"__proto__":"x"}')
  })

  test('may begin with a byte order mark', async () => {
    const { commit } = await output({ 'events/e': `\ufeff${clear()}` })
    expect((await commit()).events).toHaveLength(1)
  })

  test('may be ten thousand, in order', async () => {
    const { commit, out } = await output()
    // ten contents under a thousand names each, for links are made quickly
    for (let n = 0; n < 10_000; n += 1) {
      const name = out(`events/${String(n).padStart(5, '0')}.json`)
      if (n < 10) writeFileSync(name, clear({ n }))
      else linkSync(out(`events/0000${String(n % 10)}.json`), name)
    }
    const { events } = await commit()
    expect(events.map((event) => event.data['n'])).toEqual(Array.from({ length: 10_000 }, (_, n) => n % 10))
  })

  test.each([
    ['', 'is empty'],
    [' \n', 'is empty'],
    ['{"type":', 'is not valid JSON'],
    ['\u0000\u0001', 'is not valid JSON'],
    ['"photo.clear"', 'must be an array'],
    ['null', 'must be an array'],
    ['{}', 'has no type'],
    ['{"type":7}', 'has no type'],
    ['{"type":"photo.clear","eventType":"x"}', 'has the unknown key "eventType"'],
    ['{"type":"photo.clear","files":"a"}', 'has files that are not an array'],
    ['{"type":"photo.clear","files":[1]}', 'has files that are not an array'],
    ['{"type":"photo.clear","data":[]}', 'has data that is not an object'],
    [
      '{"type":"photo.lost"}',
      `has the type "photo.lost", which the module doesn't declare (publishes: photo.blurred, photo.clear)`,
    ],
    ['{"type":"photo.clear","files":["no.jpg"]}', `lists the file "no.jpg", which isn't in out/data`],
    ['{"type":"photo.clear","files":["./a"]}', `lists the file "./a", which isn't in out/data`],
    ['{"type":"photo.clear","files":["../events/a.json"]}', `lists the file "../events/a.json"`],
    ['[]', 'has no eventType'],
    ['[{"key":"files","value":"a"}]', 'has no eventType'],
    ['[{"key":"eventType"}]', 'its element 0 isn'],
    ['[{"key":"eventType","value":"photo.clear"},7]', 'its element 1 isn'],
    [
      '[{"key":"eventType","value":"photo.clear"},{"key":"a","value":1},{"key":"a","value":2}]',
      'has the key "a" twice',
    ],
    [
      '[{"key":"eventType","value":"photo.clear"},{"key":"files","value":["a"]}]',
      'has files that are not text',
    ],
    [
      `{"type":"photo.clear","data":{"x":${'['.repeat(30_000)}${']'.repeat(30_000)}}}`,
      'is nested too deeply',
    ],
    [clear({ x: 'y'.repeat(128 * 1024) }), 'bytes of data, and may have 131072 at most'],
  ])('%.40s are refused as a whole', async (text, rule) => {
    const { refused } = await output({ 'data/a': 'x', 'events/a.json': clear(), 'events/b.json': text })
    const failure = await refused()
    expect(failure).toMatchObject({ class: 'commit', message: expect.stringContaining('out/events/b.json ') })
    expect(failure.message).toContain(rule)
  })

  test('name the first bad file, whichever was read first', async () => {
    const { refused } = await output({
      'events/1': `{"type":"photo.clear","data":{"x":"${'x'.repeat(100_000)}"}`,
      'events/2': '',
    })
    expect((await refused()).message).toContain('out/events/1 is not valid JSON')
  })

  test('that are not UTF-8 are refused', async () => {
    const { refused } = await output({ 'events/e': Buffer.from([0x22, 0xff, 0x22]) })
    expect((await refused()).message).toContain('out/events/e is not valid UTF-8')
  })

  test('in folders are refused', async () => {
    const { refused, out } = await output()
    mkdirSync(out('events/sub'))
    expect((await refused()).message).toContain('out/events/sub is not a regular file')
  })

  test('are refused when there are too many, or they are too large together', async () => {
    const { refused } = await output({ 'events/1': clear(), 'events/2': clear() })
    expect((await refused({ limits: { events: 1 } })).message).toContain('out/events holds 2 files')
    expect((await refused({ limits: { allEventsBytes: 60 } })).message).toContain(
      'out/events holds more than 60 bytes',
    )
    expect((await refused({ limits: { allEventsBytes: 10 } })).message).toContain('out/events/1 has ')
  })
})

describe('what is too large for a document', () => {
  test('stands in blobs that are named by digest', async () => {
    const names = Array.from({ length: 400 }, (_, n) => `data/${String(n)}`)
    const { commit, blobs, task } = await output(Object.fromEntries(names.map((name) => [name, name])))
    const paths = names.map((name) => name.slice(5)).reverse()
    const large = { text: 'x'.repeat(INLINE_BYTES) }
    writeFileSync(bundle!.out('events/1'), clear(large, paths))
    writeFileSync(bundle!.out('events/2'), clear({}, paths))
    const { events, files } = await commit()
    expect(events[0]).toMatchObject({ data: {}, files: [] })
    const key = (digest: string) => `${PREFIX}lists/${digest.slice(7)}.json`
    for (const ref of [events[0]!.dataAt!, events[0]!.filesAt!]) expect(ref.key).toBe(key(ref.digest))
    expect(events[1]).toEqual({ type: 'photo.clear', data: {}, files: [], filesAt: events[0]!.filesAt })
    const parsed = async (ref: { key: string; digest: string }) =>
      JSON.parse((await readVerified(blobs, ref.key, ref.digest)).toString()) as unknown
    expect(await parsed(events[0]!.dataAt!)).toEqual(large)
    const byPath = new Map(files.map((file) => [file.path, file]))
    expect(await parsed(events[0]!.filesAt!)).toEqual(
      paths.map((path) => ({ ...byPath.get(path), artifact: task.artifact.id })),
    )
    expect(await keysOf(blobs, `${PREFIX}lists/`)).toHaveLength(2)
  })

  test('is also a list and data that are too large together', async () => {
    const { commit } = await output(
      Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`data/${String(n)}`, String(n)])),
    )
    writeFileSync(
      bundle!.out('events/1'),
      clear(
        { text: 'x'.repeat(50_000) },
        Array.from({ length: 150 }, (_, n) => String(n)),
      ),
    )
    const [event] = (await commit()).events
    expect(event).toMatchObject({ data: {}, dataAt: { size: 50_011 } })
    expect(event?.files).toHaveLength(150)
  })
})

describe('insights', () => {
  test.each([
    [
      pairs({ seconds: '3', source: 'x' }),
      [
        { key: 'seconds', value: '3' },
        { key: 'source', value: 'x' },
      ],
    ],
    [
      '{"faces": 3, "boxes": [[1, 2]]}',
      [
        { key: 'faces', value: 3 },
        { key: 'boxes', value: [[1, 2]] },
      ],
    ],
    ['', []],
    ['\n', []],
    ['[]', []],
  ])('%s', async (text, insights) => {
    const { commit } = await output({ 'insights.json': text })
    expect((await commit()).insights).toEqual(insights)
  })

  test.each([
    ['7', 'must be an array'],
    ['{', 'is not valid JSON'],
    ['[{"key":1,"value":2}]', 'must be an array of {"key": text, "value": …}, but its element 0'],
    [`{"x":"${'y'.repeat(70_000)}"}`, 'has 70008 bytes, and may have 65536 at most'],
  ])('%.20s are refused', async (text, rule) => {
    const { refused } = await output({ 'insights.json': text })
    expect((await refused()).message).toContain(`out/insights.json ${rule}`)
  })
})
