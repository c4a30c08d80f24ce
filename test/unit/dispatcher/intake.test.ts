import { expect, test } from '@jest/globals'
import type { CloudEvent } from '../../../core/model/cloud-event.ts'
import { eventKey } from '../../../core/model/identity.ts'
import type { Delivery } from '../../../core/ports/event-bus.ts'
import { Intake } from '../../../dispatcher/intake.ts'
import { ModuleDirectory } from '../../../dispatcher/module-directory.ts'
import { Router } from '../../../dispatcher/router.ts'
import { installation, pendingEvent } from './installation.ts'

const EVENT: CloudEvent = {
  specversion: '1.0',
  id: 'e',
  source: 'outside',
  type: 'photo.added',
  data: { files: [{ path: 'a.jpg', artifact: 'deleted-since' }] },
}

test('an event that was recorded is settled when it comes again, though its artifact is gone', async () => {
  const { take, store } = await intake()
  const key = eventKey('outside', 'e')
  const document = { ...pendingEvent('e'), id: key, root: key }
  await store.batch([{ kind: 'insert', collection: 'events', document }])
  expect(await take(EVENT)).toEqual(['complete'])
  expect(await store.get('events', key)).toMatchObject({ state: 'handled' })
})

test('one that was not recorded, or is no event, is a dead letter with the reason', async () => {
  const { take } = await intake()
  expect(await take(EVENT)).toEqual(['deadLetter there is no artifact "deleted-since"'])
  expect(await take({ id: 7 } as unknown as CloudEvent)).toEqual([
    expect.stringContaining('deadLetter not a CloudEvent'),
  ])
})

async function intake() {
  const { context, store } = await installation()
  const router = new Router(context, new ModuleDirectory(context), () => undefined)
  const subject = new Intake(context, router)
  const take = async (event: CloudEvent): Promise<string[]> => {
    const settled: string[] = []
    const settle = (how: string) => {
      settled.push(how)
      return Promise.resolve()
    }
    const delivery: Delivery = {
      event,
      deliveryCount: 1,
      acceptedAt: 1,
      complete: () => settle('complete'),
      retry: () => settle('retry'),
      deadLetter: (reason) => settle(`deadLetter ${reason}`),
    }
    await subject.take(delivery)
    return settled
  }
  return { take, store }
}
