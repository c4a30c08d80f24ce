import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { metadataYaml, type ArtifactMetadata } from '../../../../handler/committer/metadata.ts'
import type { ManifestEntry } from '../../../../core/model/artifact.ts'

function metadata(files: number, manifest: ArtifactMetadata['files']): ArtifactMetadata {
  return {
    artifact: {
      id: 'a1',
      path: '2026/08/20/blur/a1/',
      slot: 'data',
      producer: 'blur',
      job: 'j1',
      attempt: 2,
      module: 'blur-ab12c',
      moduleVersion: 3,
      correlationId: 'yes: "no"\n#\u0085\u2028\ufeff\u{1f600}',
      files,
      bytes: 10,
      createdAt: 1_787_184_000_000,
    },
    moduleDigest: 'sha256:aa',
    event: 'k1',
    eventId: 'e1',
    environmentDigest: 'sha256:bb',
    used: [{ artifact: 'a0', event: 'k1' }],
    files: manifest,
  }
}

async function text(value: ArtifactMetadata): Promise<{ text: string; largest: number }> {
  let all = ''
  let largest = 0
  for await (const chunk of metadataYaml(value)) {
    all += chunk
    largest = Math.max(largest, chunk.length)
  }
  return { text: all, largest }
}

test('says all that the catalogue needs, in YAML', async () => {
  const files = [
    { path: 'a b', digest: 'sha256:11', size: 3, key: '2026/08/20/blur/a1/files/a b' },
    { path: '- {x}: \u007f\n\t,]', digest: 'sha256:22', size: 7, key: 'other/%0A' },
  ]
  const value = metadata(2, files)
  const { correlationId } = value.artifact
  expect(parse((await text(value)).text)).toEqual({
    format: 1,
    ...value.artifact,
    correlationId,
    created: '2026-08-20T00:00:00.000Z',
    moduleDigest: 'sha256:aa',
    event: 'k1',
    eventId: 'e1',
    environmentDigest: 'sha256:bb',
    used: [{ artifact: 'a0', event: 'k1' }],
    manifest: files,
  })
})

test('has a line for each file, and leaves out what is not known', async () => {
  const value = metadata(0, [])
  const { moduleDigest, ...rest } = value
  const lines = (await text({ ...rest, used: [] })).text.split('\n')
  expect(moduleDigest).toMatch(/^sha256:/)
  expect(lines.slice(-4)).toEqual(['bytes: 10', 'used: []', 'manifest: []', ''])
  expect(lines.some((line) => line.startsWith('moduleDigest'))).toBe(false)
})

test('comes in pieces for a hundred thousand files', async () => {
  async function* many(): AsyncGenerator<ManifestEntry> {
    for (let n = 0; n < 100_000; n += 1)
      yield { path: `f${String(n)}`, digest: 'sha256:00', size: n, key: `k${String(n)}` }
  }
  const { text: all, largest } = await text(metadata(100_000, many()))
  expect(largest).toBeLessThan(70_000)
  expect(all.trimEnd().split('\n').at(-1)).toBe(
    '  - {path: "f99999", digest: "sha256:00", size: 99999, key: "k99999"}',
  )
})
