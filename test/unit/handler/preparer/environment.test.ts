import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { prepare } from '../../../../handler/preparer/prepare.ts'
import { attemptTask, JOB, setup, type AttemptBundle } from '../attempt.ts'
import { failureOf } from '../committer/output.ts'

let bundle: AttemptBundle

beforeEach(async () => {
  bundle = await setup()
})

afterEach(() => bundle.close())

const AMBIENT = {
  PATH: '/bin',
  HOME: '/home/u',
  LANG: 'de_DE.UTF-8',
  CUDA_VISIBLE_DEVICES: '1',
  DATABASE_PASSWORD: 'hidden',
}

async function run(task = bundle.task, ambient: Record<string, string> = AMBIENT) {
  return await prepare(task, bundle.workspace, { blobs: bundle.blobs, ambient })
}

describe('the environment', () => {
  test('holds what the interface names and nothing else', async () => {
    const task = attemptTask({ task: { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00` } })
    const { environment } = await run(task)
    expect(environment).toEqual({
      PATH: '/bin',
      HOME: '/home/u',
      LANG: 'de_DE.UTF-8',
      HANDLER_BASE_DIR: bundle.workspace.base,
      ITERON_JOB_ID: JOB,
      ITERON_ATTEMPT: '1',
      ITERON_CORRELATION_ID: 'correlation',
      ITERON_EVENT_TYPE: 'photo.ready',
      TRACEPARENT: expect.stringMatching(new RegExp(`^00-${'a'.repeat(32)}-(?!b{16})[0-9a-f]{16}-00$`)),
    })
    expect((await run(task)).environment).toEqual(environment)
  })

  test('has a trace of its own when the event brought none', async () => {
    const { environment } = await run()
    expect(environment['TRACEPARENT']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
  })

  test("prefers the module's own variables, and Iteron's to both", async () => {
    const spec = {
      environment: { LANG: 'C', MIN: '0.4', ITERON_JOB_ID: 'mine' },
      passEnvironment: ['CUDA_VISIBLE_DEVICES', 'MIN', 'UNSET'],
    }
    const { environment } = await run(attemptTask({ spec }), { ...AMBIENT, MIN: '0.9' })
    expect(environment).toMatchObject({
      LANG: 'C',
      MIN: '0.4',
      ITERON_JOB_ID: JOB,
      CUDA_VISIBLE_DEVICES: '1',
    })
    expect(environment).not.toHaveProperty('UNSET')
  })

  test('has secrets from variables and files', async () => {
    const file = join(bundle.root, 'key')
    writeFileSync(file, 'k\ney\n')
    const spec = { secrets: { KEY: { file }, PASSWORD: { env: 'DATABASE_PASSWORD' } } }
    const { environment } = await run(attemptTask({ spec }))
    expect(environment).toMatchObject({ KEY: 'k\ney', PASSWORD: 'hidden' })
    expect(environment).not.toHaveProperty('DATABASE_PASSWORD')
  })

  test.each([
    [{ env: 'UNSET_HERE' }, 'the variable UNSET_HERE is not set'],
    [{ file: '/nowhere/key' }, 'ENOENT'],
    [{ file: '/' }, '/ is not a file'],
    [{ env: 'NUL' }, 'it contains NUL'],
  ])('is refused without the secret of %j, whose value is not told', async (source, why) => {
    const failure = await failureOf(
      run(attemptTask({ spec: { secrets: { KEY: source } } }), { NUL: 'hidden\0' }),
    )
    expect(failure).toMatchObject({ class: 'configuration', message: expect.stringContaining(why) })
    expect(JSON.stringify(failure)).not.toContain('hidden')
  })
})
