import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readMetadata } from '../../../../core/catalog/metadata-reader.ts'
import { metadataYaml, type ArtifactMetadata } from '../../../../handler/committer/metadata.ts'

async function* linesOf(text: string): AsyncGenerator<string> {
  yield* text.split('\n')
}

async function written(metadata: ArtifactMetadata): Promise<string> {
  let text = ''
  for await (const piece of metadataYaml(metadata)) text += piece
  return text
}

const artifact = {
  id: 'a',
  path: '2030/01/01/client/a/',
  slot: 'files',
  producer: 'client',
  files: 1,
  bytes: 3,
  createdAt: 1.5,
}

test('whatever paths there are, what was written is read back', async () => {
  const entry = fc.record({
    path: fc.string({ unit: 'binary', minLength: 1 }),
    digest: fc.string({ minLength: 1 }),
    size: fc.nat(),
    key: fc.string({ unit: 'grapheme', minLength: 1 }),
  })
  const edge = fc.record({ artifact: fc.string(), event: fc.string() })
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { minLength: 1 }), fc.array(edge), async (files, used) => {
      const text = await written({ artifact: { ...artifact, files: files.length }, used, files })
      const read = await readMetadata(linesOf(text))
      expect(read.files).toEqual(files)
      expect(read.used).toEqual(used)
      expect(read.fields).toMatchObject({ id: 'a', path: artifact.path, createdAt: 1.5 })
    }),
  )
})

test.each([
  ['', 'the form undefined'],
  ['format: 2\n', 'the form 2'],
  ['hello', 'line 1'],
  ['format: 1\nid: hello', 'line 2'],
  ['format: 1\nmanifest:\n  - {path: x}', 'line 3'],
  ['format: 1\nmanifest:\n  - {path: "x"}', 'not complete'],
])('%j is refused', async (text, message) => {
  await expect(readMetadata(linesOf(text))).rejects.toMatchObject({
    code: 'DATA_LOSS',
    message: expect.stringContaining(message),
  })
})
