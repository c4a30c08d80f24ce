import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { DocumentStore } from '../../../core/ports/document-store.ts'
import type { Attempts } from '../../../dispatcher/attempts.ts'
import { ModuleDirectory } from '../../../dispatcher/module-directory.ts'
import { Scheduler } from '../../../dispatcher/scheduler.ts'
import { ManualClock } from '../../conformance/manual-clock.ts'
import { installation, queuedJob } from './installation.ts'

const turn = () => new Promise(setImmediate)

let claims: number[]
let begun: string[]
let free: number
let scheduler: Scheduler
let insert: (...ids: string[]) => Promise<unknown>

beforeEach(async () => {
  claims = []
  begun = []
  free = 2
  const { context, store } = await installation(counting)
  const module = await context.catalog.modules.create({
    spec: { name: 'maker', subscribes: ['photo.added'], command: ['true'], executor: 'local' },
  })
  const attempts = {
    get free() {
      return free
    },
    begin: (job: { id: string }) => begun.push(job.id),
  }
  const stages = new Map([['local', {} as never]])
  const exclusive = { ...context, stages, clock: new ManualClock() }
  scheduler = new Scheduler(exclusive, new ModuleDirectory(context), attempts as unknown as Attempts)
  insert = (...ids) =>
    store.batch(
      ids.map((id) => ({
        kind: 'insert',
        collection: 'jobs',
        document: { ...queuedJob(id), module: module.id },
      })),
    )
})

afterEach(() => scheduler.stop())

/** A store that is this process's own, and how many each claim asks for. */
function counting(inner: DocumentStore): DocumentStore {
  return new Proxy(inner, {
    get(target, property) {
      if (property === 'capabilities') return { ...target.capabilities, exclusive: true }
      const member: unknown = Reflect.get(target, property, target)
      if (typeof member !== 'function') return member
      return (...args: unknown[]): unknown => {
        if (property === 'claim') claims.push(args[3] as number)
        return (member as (...all: unknown[]) => unknown).apply(target, args)
      }
    },
  })
}

async function settled(): Promise<void> {
  for (let n = 0; n < 20; n += 1) await turn()
}

test('when a claim found all that there was, the end of an attempt asks no more, and a new job does', async () => {
  await insert('a')
  await scheduler.start()
  await settled()
  expect({ begun, claims }).toEqual({ begun: ['a'], claims: [2] })
  scheduler.freed()
  await settled()
  expect(claims).toEqual([2])
  await insert('b')
  scheduler.wake()
  await settled()
  expect({ begun, claims }).toEqual({ begun: ['a', 'b'], claims: [2, 2] })
})

test('when a claim was filled, the end of an attempt asks again', async () => {
  await insert('a', 'b', 'c')
  free = 2
  await scheduler.start()
  await settled()
  expect(claims[0]).toBe(2)
  free = 1
  scheduler.freed()
  await settled()
  expect(begun).toEqual(['a', 'b', 'c'])
})

test('without a free slot nothing is asked, and the next end asks', async () => {
  free = 0
  await insert('a')
  await scheduler.start()
  await settled()
  expect(claims).toEqual([])
  free = 1
  scheduler.freed()
  await settled()
  expect(begun).toEqual(['a'])
})
