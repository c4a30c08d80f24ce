import { expect, test } from '@jest/globals'
import type { ReasonRecord } from '../../../core/model/job.ts'
import type { DocumentStore, Write } from '../../../core/ports/document-store.ts'
import { Dispatcher } from '../../../dispatcher/dispatcher.ts'
import { installation, queuedJob } from './installation.ts'

const changes = (write: Write, field: 'set' | 'unset') =>
  write.kind === 'update' && write.id === 'job' ? write.change[field] : undefined
const closes = (write: Write) =>
  (changes(write, 'set') as { state?: unknown } | undefined)?.state === 'cancelled'
const releases = (write: Write) =>
  (changes(write, 'unset') as readonly string[] | undefined)?.includes('holds')

/** The store; the job is cancelled by somebody else right before the dispatcher closes it, and `released` is told. */
function cancelledBefore(inner: DocumentStore, released: () => void): DocumentStore {
  let isCancelled = false
  const batch = async (writes: readonly Write[]) => {
    if (!isCancelled && writes.some(closes)) {
      isCancelled = true
      const change = { set: { state: 'cancelled', children: 0 } }
      await inner.batch([{ kind: 'update', collection: 'jobs', id: 'job', change }])
    }
    const result = await inner.batch(writes)
    if (writes.some(releases)) released()
    return result
  }
  return new Proxy(inner, {
    get: (target, property) => {
      const member: unknown = property === 'batch' ? batch : Reflect.get(target, property, target)
      return typeof member === 'function' ? (member.bind(target) as unknown) : member
    },
  })
}

test('an attempt that is dropped, whose job somebody else has closed, leaves a reason with its number', async () => {
  let released: () => void = () => undefined
  const isReleased = new Promise<void>((resolve) => (released = resolve))
  const { context, store } = await installation((inner) => cancelledBefore(inner, () => released()))
  await store.batch([{ kind: 'insert', collection: 'jobs', document: queuedJob('job') }])
  const dispatcher = new Dispatcher(context)
  await dispatcher.start()
  await isReleased
  await dispatcher.stop()
  const { documents } = await store.find<ReasonRecord>('reasons', { filter: { job: 'job' }, limit: 10 })
  expect(documents.map(({ id }) => id)).toEqual([expect.stringMatching(/^job\.1\.cancelled\./)])
  expect(await store.get('jobs', 'job')).not.toHaveProperty('holds')
})
