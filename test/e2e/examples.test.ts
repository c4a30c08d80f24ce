import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readSource, root } from '../architecture/imports.ts'
import { LONG, describeUnless } from './exercised.ts'
import { Terminal } from './terminal.ts'

const EXAMPLE = 'examples/transcode'
const STARTED_MS = 20_000
const FETCHED_MS = 300_000
const DONE_MS = 60_000

const packages = path.join(root, EXAMPLE, 'node_modules/.installed-lock')
const without =
  LONG || existsSync(packages)
    ? undefined
    : `its packages are not there; ITERON_TEST_LONG=1 gets them, or node ${EXAMPLE}/packages.mjs`

/** A document of a trace, as Ion's clients read it. */
interface FlowDocument {
  readonly context: {
    readonly name: string
    readonly eventId: string
    readonly parentEventId: string
    readonly correlationId: string
    readonly documentType: string
  }
  readonly files?: readonly string[]
  readonly data?: readonly { readonly key: string; readonly value: string }[]
  readonly succeeded?: boolean
}

const kindOf = ({ context }: FlowDocument) => `${context.documentType} of ${context.name}`

describeUnless(without, `the README of ${EXAMPLE}, as typed`, () => {
  const blocks = [...readSource(`${EXAMPLE}/README.md`).matchAll(/```sh\n([^]*?)```/g)].map(
    ([, commands = '']) => commands,
  )
  let folder: string
  let terminals: readonly [Terminal, Terminal, Terminal]
  const addresses: Record<string, string> = {}

  /** A block; the ports that the README names are those that were free. */
  const block = (number: number) =>
    (blocks[number] ?? '').replace(/127\.0\.0\.1:900\d/g, (named) => addresses[named] ?? named)

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'iteron-transcode-'))
    symlinkSync(path.join(root, 'examples'), path.join(folder, 'examples'))
  })

  afterAll(async () => {
    for (const terminal of terminals) await terminal.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test(
    'Iteron and the server of the video say where they are',
    async () => {
      const ports = { ITERON_GRPC: '127.0.0.1:0', ITERON_HTTP: '127.0.0.1:0' }
      const first = new Terminal({ folder, environment: ports })
      const second = new Terminal({ folder })
      terminals = [first, second, new Terminal({ folder })]
      first.type(block(0))
      const [, grpc = '', http = ''] = await first.until(/^ready grpc=(\S+) http=(\S+)/m, STARTED_MS)
      expect(block(1)).toContain('serve.mjs 9002\n')
      second.type(block(1).replace('serve.mjs 9002', 'serve.mjs 0'))
      const [, video = ''] = await second.until(/^http:\/\/(\S+)\/video\.mp4$/m, FETCHED_MS)
      Object.assign(addresses, { '127.0.0.1:9001': http, '127.0.0.1:9002': video })
      await terminals[2].run(`export ITERON_ENDPOINT=${grpc}\n`, STARTED_MS)
    },
    FETCHED_MS + 2 * STARTED_MS,
  )

  test(
    'the modules are registered and the link is taken',
    async () => {
      const { output, exit } = await terminals[2].run(block(2), DONE_MS)
      expect({ output, exit }).toEqual({
        output: expect.stringContaining('"type":"frontapi.new_link"'),
        exit: 0,
      })
      expect(output).toMatch(/created module downloader-\w{5}\ncreated module transcoder-\w{5}\n/)
    },
    DONE_MS,
  )

  test(
    "the trace has Ion's documents, each naming the event above it",
    async () => {
      const { output, exit } = await terminals[2].run(block(3), DONE_MS)
      expect({ output, exit }).toEqual({ output: expect.stringContaining('succeeded: 2 jobs'), exit: 0 })
      const documents = JSON.parse(
        output.slice(output.indexOf('[\n'), output.lastIndexOf(']') + 1),
      ) as FlowDocument[]
      expect(documents.map(kindOf).sort()).toEqual([
        'eventMeta of downloader',
        'eventMeta of frontapi',
        'eventMeta of transcoder',
        'insight of downloader',
        'insight of transcoder',
        'modulelogs of downloader',
        'modulelogs of transcoder',
      ])
      const events = documents.filter(({ context }) => context.documentType === 'eventMeta')
      expect(events.map(({ context }) => context.name)).toEqual(['frontapi', 'downloader', 'transcoder'])
      const ids = events.map(({ context }) => context.eventId)
      expect(events.map(({ context }) => context.parentEventId)).toEqual(['', ...ids.slice(0, 2)])
      expect(new Set(documents.map(({ context }) => context.correlationId))).toEqual(new Set([ids[0]]))
      expect(events[0]?.data).toEqual([
        { key: 'url', value: `http://${addresses['127.0.0.1:9002']!}/video.mp4` },
      ])
      expect(events[2]?.files).toEqual(['video-1280x720-h264.mp4'])
    },
    DONE_MS,
  )

  test(
    'the output is the video in its new size',
    async () => {
      const { output, exit } = await terminals[2].run(block(4), DONE_MS)
      expect({ output, exit }).toEqual({
        output: expect.stringContaining('video-1280x720-h264.mp4'),
        exit: 0,
      })
      const ffmpeg = createRequire(packages)('@ffmpeg-installer/ffmpeg') as { readonly path: string }
      const file = path.join(folder, 'transcoded/video-1280x720-h264.mp4')
      const { stderr } = spawnSync(ffmpeg.path, ['-nostdin', '-i', file], { encoding: 'utf8' })
      expect(stderr).toMatch(/Video: h264 .* 1280x720 /)
      expect(stderr).toMatch(/Audio: aac /)
    },
    DONE_MS,
  )

  test('nothing of the README was left out', () => {
    expect(blocks).toHaveLength(5)
  })
})
