import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@jest/globals'
import fc from 'fast-check'
import type { ReadBlobsResponse__Output } from '../../../proto/generated/iteron/v1/ReadBlobsResponse.ts'
import type { Client } from '../../e2e/client.ts'
import { fault, inForm } from '../fault.ts'
import { fuzz } from './fuzz.ts'
import { hostileText } from './hostile-values.ts'
import { attacked } from './target.ts'

const COUNT = inForm({ short: 50, long: 1000, soak: 5000 })
const SECRET = 'what nobody outside may read'

/** Ways out of the store, if a key were a path. */
const OUT = [
  '../secret',
  '../../secret',
  '../iteron.db',
  '/etc/passwd',
  'x/../../secret',
  '..',
  '',
  './secret',
]
const key = fc.oneof(
  fc.constantFrom(...OUT),
  hostileText,
  fc.tuple(fc.constantFrom('..', '.', '', '.tmp', '2026'), fc.constantFrom(...OUT), hostileText).map(joined),
)

function joined(parts: readonly string[]): string {
  return parts.join('/')
}

/** Each key has one end: that of its bytes, or why there are none. */
function checkAnswers(keys: readonly string[], answers: readonly ReadBlobsResponse__Output[]): void {
  const ends = answers.filter(({ end, problem }) => end || problem !== null)
  expect(ends.map(({ index }) => index)).toEqual([...keys.keys()])
  for (const { problem } of ends) if (problem) expect(problem.message).not.toBe('')
  expect(Buffer.concat(answers.map(({ chunk }) => chunk)).toString('latin1')).toBe('')
}

async function refusesTooMany(client: Client): Promise<void> {
  const keys = new Array<string>(1001).fill('x')
  await expect(client.all('backup', 'ReadBlobs', { keys })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  })
}

fault(
  {
    fault:
      'a client that asks for files of the store by keys like ../, absolute ones, NUL, or a thousand and one',
    holds: 'each key is refused by itself, too many at once are, and no byte from outside the store is given',
    limitMs: inForm({ short: 60_000, long: 120_000, soak: 300_000 }),
  },
  async () => {
    await attacked(async ({ installation }) => {
      writeFileSync(path.join(installation.folder, 'secret'), SECRET)
      writeFileSync(path.join(installation.data, 'secret'), SECRET)
      const { client } = installation
      const keys = fc.array(key, { minLength: 1, maxLength: 20 })
      await fuzz('keys of files', keys, { count: COUNT, together: 4 }, async (asked) => {
        checkAnswers(asked, await client.all('backup', 'ReadBlobs', { keys: asked }))
      })
      await refusesTooMany(client)
    })
  },
)
