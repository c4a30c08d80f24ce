import { expect, test } from '@jest/globals'
import { memoryBlobStore } from '../../../../adapters/memory/blob-store.ts'
import type { AttemptOutput } from '../../../../core/model/attempt-output.ts'
import { dropSpare } from '../../../../handler/committer/drop-spare.ts'

const ref = (key: string) => ({ key, digest: 'sha256:0', size: 1 })

test('what a former try stored and the last one has elsewhere goes; its own files, lists and the log stay', async () => {
  const blobs = memoryBlobStore()
  await blobs.open()
  const keys = [
    'p/files/kept',
    'p/files/spare',
    'p/lists/kept.json',
    'p/lists/spare.json',
    'p/logs/1.log',
    'q/files/a',
  ]
  for (const key of keys) await blobs.put(key, { bytes: Buffer.from('x') })
  const output: AttemptOutput = {
    files: [
      { path: 'kept', ...ref('p/files/kept') },
      { path: 'spare', ...ref('q/files/a') },
    ],
    bytes: 2,
    referred: ['sha256:0'],
    events: [{ type: 't', data: {}, dataAt: ref('p/lists/kept.json'), files: [] }],
    insights: [],
  }
  await dropSpare(blobs, 'p/', output)
  const left: string[] = []
  for await (const { key } of blobs.list('')) left.push(key)
  expect(left).toEqual(['p/files/kept', 'p/lists/kept.json', 'p/logs/1.log', 'q/files/a'])
})
