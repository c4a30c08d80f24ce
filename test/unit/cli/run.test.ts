import { expect, test } from '@jest/globals'
import { defineCommand, type Noun } from '../../../cli/command.ts'
import { runCli } from '../../../cli/run.ts'
import { capturedIo } from './captured-io.ts'

const put = defineCommand({
  usage: 'put',
  describe: 'Puts a file',
  run: () => Promise.reject(new Error('putting a was cancelled')),
})
const NOUNS: readonly Noun[] = [{ name: 'put', describe: 'Puts', load: async () => [put] }]

test('a command that was interrupted says so, and not what it was doing', async () => {
  const io = { ...capturedIo(), signal: AbortSignal.abort() }
  expect(await runCli(['put'], io, undefined, NOUNS)).toBe(130)
  expect(io.stderr.text).toBe('iteron: interrupted\n')
})
