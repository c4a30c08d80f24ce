import { describe, expect, test } from '@jest/globals'
import { BLOBS, brokenInvariants, FILES, INVARIANTS } from '../../../../core/invariants/invariants.ts'
import type { Finding, InvariantOptions } from '../../../../core/invariants/invariant-source.ts'
import { beginUpload } from '../../../../core/protocol/upload.ts'
import { BREAKAGES, OVERDUE } from './breakages.ts'
import { soundStore, type SoundStore } from './sound-store.ts'
import { set, type Step } from './steps.ts'

async function findingsIn(sound: SoundStore, options: Partial<InvariantOptions> = {}): Promise<Finding[]> {
  const { catalog, blobs } = sound
  const all = {
    verifyFiles: false,
    accountBlobs: true,
    workedOnSince: 0,
    signal: new AbortController().signal,
  }
  const found: Finding[] = []
  for await (const finding of brokenInvariants(catalog, blobs, { documents: 0 }, { ...all, ...options }))
    found.push(finding)
  return found
}

async function take({ store, blobs }: SoundStore, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if ('remove' in step) await blobs.delete([step.remove])
    else if ('put' in step) await blobs.put(step.put, { bytes: Buffer.from(step.text) })
    else expect((await store.batch([step])).refused).toBeUndefined()
  }
}

describe('what must hold of a store', () => {
  test('nothing is found in one that is sound, and what is overdue only where somebody works on it', async () => {
    const sound = await soundStore()
    expect(await findingsIn(sound)).toEqual([])
    await take(sound, [set('jobs', sound.ids.later, { dueAt: OVERDUE })])
    const { catalog, blobs } = sound
    const options = { verifyFiles: false, signal: new AbortController().signal }
    for await (const finding of brokenInvariants(catalog, blobs, { documents: 0 }, options))
      expect(finding).toBeUndefined()
  })

  test.each(BREAKAGES)('%s: %s', async (name, found, steps) => {
    const sound = await soundStore()
    await take(sound, steps(sound.ids))
    const findings = await findingsIn(sound, { verifyFiles: name === FILES.name })
    expect(findings.map(({ check }) => check)).toContain(name)
    expect(findings.filter(({ check }) => check !== name)).toEqual([])
    expect(findings.filter(({ message }) => found.test(message))).toHaveLength(1)
    expect(findings.every(({ remedy }) => remedy !== undefined && remedy !== '')).toBe(true)
  })

  test('each has its breakage, and a name of its own', () => {
    const names = [...INVARIANTS, BLOBS, FILES].map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(new Set(BREAKAGES.map(([name]) => name))).toEqual(new Set(names))
  })

  test('blobs of attempts at work, and of uploads, are notes', async () => {
    const sound = await soundStore()
    const { later } = sound.ids
    await take(sound, [
      set('jobs', later, { state: 'running', token: 't', owner: 'o', holds: 't' }, ['dueAt']),
      beginUpload({ id: 'somebody', prefix: '2026/11/21/client/somebody/', at: 0 }),
      { put: '2026/11/21/client/somebody/files/a', text: 'a' },
    ])
    const findings = await findingsIn(sound)
    expect(findings).toMatchObject([
      { check: BLOBS.name, note: true, subject: expect.stringContaining('client') },
    ])
  })

  test('a row that is put right while it is looked at is no finding', async () => {
    const sound = await soundStore()
    const { store, ids } = sound
    await take(sound, [set('jobs', ids.later, { token: 't' })])
    const get = store.get.bind(store)
    store.get = async (collection, id) => {
      if (collection === 'jobs' && id === ids.later) await take(sound, [set('jobs', id, {}, ['token'])])
      return get(collection, id)
    }
    expect(await findingsIn(sound)).toEqual([])
  })
})
