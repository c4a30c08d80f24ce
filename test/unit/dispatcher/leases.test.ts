import { expect, test } from '@jest/globals'
import { logKey } from '../../../core/model/artifact-keys.ts'
import type { JobRecord } from '../../../core/model/job.ts'
import { Dispatcher } from '../../../dispatcher/dispatcher.ts'
import { prefixOf } from '../../../dispatcher/task-of.ts'
import { installation, queuedJob } from './installation.ts'

test('the log of an attempt whose process died after it was kept is found by its record', async () => {
  const { context, store } = await installation()
  const key = logKey(prefixOf(context, LIVE, 2), 2)
  await context.blobs.put(key, { bytes: Buffer.from('2026-01-01T00:00:00.000Z last words\n') })
  await store.batch(
    [LIVE, { ...LIVE, id: 'silent' }].map((document) => ({ kind: 'insert', collection: 'jobs', document })),
  )
  const dispatcher = new Dispatcher(context)
  await dispatcher.start()
  await dispatcher.stop()
  expect(await store.get('attempts', 'job.2')).toMatchObject({ state: 'lost', log: { key, size: 36 } })
  expect(await store.get('attempts', 'silent.2')).not.toHaveProperty('log')
})

test('an attempt whose job was cancelled before its process died has a record, too, and its log with it', async () => {
  const { context, store } = await installation()
  const key = logKey(prefixOf(context, LIVE, 2), 2)
  await context.blobs.put(key, { bytes: Buffer.from('2026-01-01T00:00:00.000Z last words\n') })
  const document: JobRecord = { ...LIVE, state: 'cancelled', children: 0 }
  await store.batch([{ kind: 'insert', collection: 'jobs', document }])
  const dispatcher = new Dispatcher(context)
  await dispatcher.start()
  await dispatcher.stop()
  expect(await store.get('attempts', 'job.2')).toMatchObject({ state: 'cancelled', log: { key, size: 36 } })
  expect(await store.get('jobs', 'job')).not.toHaveProperty('holds')
})

/** A job at work, by a dispatcher that is gone. */
const LIVE: JobRecord = {
  ...queuedJob('job'),
  state: 'running',
  attempt: 2,
  losses: 1,
  token: 'token',
  owner: 'gone',
  holds: 'token',
  claimedAt: 1,
}
