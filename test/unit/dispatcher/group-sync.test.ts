import { beforeEach, expect, test } from '@jest/globals'
import { GroupSync } from '../../../dispatcher/group-sync.ts'

interface Call {
  readonly keys: readonly string[]
  readonly end: (error?: Error) => void
}

let calls: Call[]
let group: GroupSync

beforeEach(() => {
  calls = []
  group = new GroupSync({
    sync: (keys) =>
      new Promise((resolve, reject) => {
        calls.push({
          keys,
          end: (error) => {
            if (error === undefined) resolve()
            else reject(error)
          },
        })
      }),
  })
})

/** A group begins at the end of a turn of the event loop. */
const turn = async () => {
  await new Promise(setImmediate)
  await new Promise(setImmediate)
}

test('what comes while others are on their way goes together, after them', async () => {
  const done: string[] = []
  const sync = (key: string) => group.sync(key).then(() => done.push(key))
  const first = sync('a')
  await turn()
  const more = [sync('b'), sync('c')]
  await turn()
  expect(calls.map(({ keys }) => keys)).toEqual([['a']])
  calls[0]?.end()
  await first
  await turn()
  expect(calls.map(({ keys }) => keys)).toEqual([['a'], ['b', 'c']])
  expect(done).toEqual(['a'])
  calls[1]?.end()
  await Promise.all(more)
})

test('a blob that can not be synced fails for its caller alone, and those that come later go on', async () => {
  const all = Promise.allSettled([group.sync('a'), group.sync('bad'), group.sync('c')])
  await turn()
  expect(calls.map(({ keys }) => keys)).toEqual([['a', 'bad', 'c']])
  calls[0]?.end(new Error('gone'))
  await turn()
  for (const { keys, end } of calls.slice(1)) end(keys.includes('bad') ? new Error('gone') : undefined)
  expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  const later = group.sync('d')
  await turn()
  calls.at(-1)?.end()
  await later
})
