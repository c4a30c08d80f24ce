import { setImmediate as turn } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { memoryBlobStore } from '../../../adapters/memory/blob-store.ts'
import { memoryDocumentStore } from '../../../adapters/memory/document-store.ts'
import { COLLECTIONS } from '../../../core/catalog/collections.ts'
import { IteronError } from '../../../core/errors.ts'
import type { BlobStore } from '../../../core/ports/blob-store.ts'
import type { DocumentStore } from '../../../core/ports/document-store.ts'
import { Room } from '../../../dispatcher/room.ts'
import { ManualClock } from '../../conformance/manual-clock.ts'

const DAY_MS = 24 * 3600 * 1000
/** Longer than between any two probes, and than between two tries. */
const LATER_MS = 60_000
const full = () => new IteronError('RESOURCE_EXHAUSTED', 'the disk is full')

/** Stores in memory, that can be made full. */
class Disk {
  /** For all that is written, or by one method alone. */
  isFull: boolean | 'put' | 'batch' = false
  /** What was written while there was no room. */
  refused: string[] = []
  readonly blobs: BlobStore = this.#limited(memoryBlobStore(), ['put'])
  readonly store: DocumentStore = this.#limited(memoryDocumentStore({ atomicBatch: true }), ['batch'])

  async open(): Promise<void> {
    await Promise.all([this.blobs.open(), this.store.open(COLLECTIONS)])
  }

  #limited<T extends object>(inner: T, writes: readonly string[]): T {
    return new Proxy(inner, {
      get: (target, property) => {
        const member: unknown = Reflect.get(target, property, target)
        if (typeof member !== 'function') return member
        return (...args: unknown[]): unknown => {
          if (!writes.includes(String(property)) || !(this.isFull === true || this.isFull === property))
            return (member as (...all: unknown[]) => unknown).apply(target, args)
          this.refused.push(String(property))
          return Promise.reject(full())
        }
      },
    })
  }
}

let disk: Disk
let clock: ManualClock
let room: Room
let opened: number
let lines: string[]

beforeEach(async () => {
  disk = new Disk()
  await disk.open()
  clock = new ManualClock()
  lines = []
  opened = 0
  const say = (_fields: object, line: string) => {
    lines.push(line)
  }
  room = new Room({ blobs: disk.blobs, store: disk.store, clock, log: { info: say, warn: say, error: say } })
  room.listen(() => (opened += 1))
})

/** What waits for no clock is done. */
async function settled(): Promise<void> {
  for (let n = 0; n < 20; n += 1) await turn()
}

async function later(ms = LATER_MS): Promise<void> {
  clock.advance(ms)
  await settled()
}

/** Full until it is opened. */
function fill(): void {
  disk.isFull = true
  room.report(full())
}

describe('whether there is room', () => {
  test('is told by what was refused for want of it, and by nothing else', () => {
    room.report(new Error('no route'))
    room.report(new IteronError('UNAVAILABLE', 'the store is away'))
    expect(room.problem).toBeUndefined()
    room.report(Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' }))
    expect(room.problem).toBe('ENOSPC: no space left')
  })

  test('is looked at again and again, and told once', async () => {
    fill()
    for (let n = 1; n <= 3; n += 1) {
      await later()
      expect(disk.refused).toHaveLength(n)
    }
    expect([room.problem, opened]).toEqual(['the disk is full', 0])
    disk.isFull = false
    await later()
    expect([room.problem, opened]).toEqual([undefined, 1])
    expect(lines).toEqual([expect.stringMatching(/^no room/), expect.stringMatching(/^there is room/)])
  })

  test('is not asked before the first pause is over', async () => {
    fill()
    await later(100)
    expect(disk.refused).toEqual([])
  })

  test.each(['put', 'batch'] as const)('needs both stores: %s is refused', async (method) => {
    fill()
    disk.isFull = method
    await later()
    expect([room.problem, opened]).toEqual(['the disk is full', 0])
  })

  test('is found by a probe that leaves nothing in either store', async () => {
    fill()
    disk.isFull = false
    await later()
    expect(room.problem).toBeUndefined()
    expect(await disk.store.get('meta', 'room-probe')).toBeUndefined()
    await expect(disk.blobs.stat('room-probe')).resolves.toBeUndefined()
  })
})

describe('work that needs room', () => {
  /** Stores something, and counts how often it was tried. */
  function storing(): { work: () => Promise<string>; tries: () => number } {
    let tries = 0
    const work = async () => {
      tries += 1
      await disk.blobs.put(`file${String(tries)}`, { bytes: Buffer.from('x') })
      return 'stored'
    }
    return { work, tries: () => tries }
  }

  test('is repeated when a probe has found some, and not before', async () => {
    const { work, tries } = storing()
    disk.isFull = true
    const done = room.whileFull(work)
    await settled()
    await later()
    await later()
    expect(tries()).toBe(1)
    disk.isFull = false
    await later()
    await expect(done).resolves.toBe('stored')
    expect(tries()).toBe(2)
  })

  test('that fails otherwise is not repeated', async () => {
    await expect(room.whileFull(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(room.problem).toBeUndefined()
  })

  test('that finds no room where the probe finds some is tried ever more seldom', async () => {
    let tries = 0
    const over = new AbortController()
    const done = room.whileFull(() => {
      tries += 1
      return Promise.reject(full())
    }, over.signal)
    for (let second = 0; second < 60; second += 1) await later(1000)
    expect(tries).toBeGreaterThan(3)
    expect(tries).toBeLessThan(10)
    over.abort()
    await expect(done).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' })
  })

  test('ends with its signal, though the disk stays full', async () => {
    const over = new AbortController()
    disk.isFull = true
    const done = room.whileFull(storing().work, over.signal)
    await settled()
    over.abort()
    await expect(done).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' })
  })

  test('is given up after a day', async () => {
    const done = room.whileFull(() => Promise.reject(full()))
    const given = expect(done).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' })
    await later(DAY_MS + LATER_MS)
    await later()
    await given
  })

  test('ends when the room is stopped, and nothing is probed any more', async () => {
    disk.isFull = true
    const done = room.whileFull(storing().work)
    const given = expect(done).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' })
    await settled()
    await room.stop()
    await later()
    await given
    const before = [disk.refused.length, lines.length]
    room.suspect('again')
    await later()
    expect([disk.refused.length, lines.length]).toEqual(before)
  })
})
