import { expect, test } from '@jest/globals'
import type { ManifestEntry } from '../../../../core/model/artifact.ts'
import type { JobRecord } from '../../../../core/model/job.ts'
import { committedRows, stagedParts, type Commitment } from '../../../../core/protocol/commit.ts'

const PREFIX = '2026/01/02/cut/a1/'
const REF = { job: 'j1', attempt: 1, token: 't' }

function commitmentOf(files: readonly ManifestEntry[]): Commitment {
  return {
    job: { id: 'j1', moduleName: 'cut', module: 'cut-00000', correlationId: 'c' } as JobRecord,
    ref: REF,
    output: { files, bytes: 0, referred: [], events: [], insights: [] },
    record: {
      id: 'j1.1',
      job: 'j1',
      number: 1,
      module: 'cut-00000',
      moduleVersion: 1,
      state: 'succeeded',
      startedAt: 0,
      endedAt: 0,
      ledger: {},
      moduleMs: 0,
    },
    prefix: PREFIX,
    source: 'iteron:test/cut',
    moduleVersion: 1,
    used: [],
    now: 0,
  }
}

const entry = (n: number): ManifestEntry => ({
  path: `${String(n)}.txt`,
  digest: `sha256:${String(n)}`,
  size: 1,
  key: `${PREFIX}files/${String(n)}.txt`,
})

test('what is found comes after what it rests on: content after manifests, the artifact last', () => {
  const files = Array.from({ length: 3000 }, (_, n) => entry(n))
  const parts = [...stagedParts(REF, committedRows(commitmentOf(files)))]
  const collections = parts.flatMap((part) => part.rows.map((row) => row.collection))
  expect(parts.length).toBeGreaterThan(5)
  expect(collections.filter((name) => name === 'contents')).toHaveLength(3000)
  expect(collections.lastIndexOf('manifests')).toBeLessThan(collections.indexOf('contents'))
  expect(collections.indexOf('artifacts')).toBe(collections.length - 1)
})

test('a file whose bytes another artifact holds brings no content row', () => {
  const referred = { ...entry(1), key: '2026/01/01/other/a0/files/x' }
  const rows = committedRows(commitmentOf([entry(0), referred]))
  const contents = rows.filter((row) => row.collection === 'contents')
  expect(contents.map((row) => row.document.id)).toEqual(['sha256:0'])
})
