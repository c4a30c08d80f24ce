import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  CLOSED_STATES,
  isClosed,
  isLive,
  JOB_STATES,
  JOB_TRANSITIONS,
  LIVE_STATES,
  sourcesOf,
  targetOf,
  transition,
  type JobChange,
  type JobState,
} from '../../../../core/model/transition.ts'

const CHANGES = Object.keys(JOB_TRANSITIONS) as JobChange[]
const changes = fc.constantFrom(...CHANGES)

/** The states that a job goes through, beginning as it is created; changes that aren't possible are left out. */
function pathOf(start: JobState, wanted: readonly JobChange[]): JobState[] {
  const path = [start]
  for (const change of wanted) {
    const from = path.at(-1) ?? start
    if (sourcesOf(change).includes(from)) path.push(transition(from, change))
  }
  return path
}

const paths = fc
  .tuple(fc.constantFrom<JobState>('queued', 'waiting'), fc.array(changes, { maxLength: 60 }))
  .map(([start, wanted]) => pathOf(start, wanted))

describe('whatever happens to a job', () => {
  test('what is closed stays as it is', () => {
    fc.assert(
      fc.property(paths, (path) => {
        const closed = path.findIndex(isClosed)
        expect(closed === -1 ? 0 : path.length - 1 - closed).toBe(0)
      }),
    )
  })

  test('an attempt begins in the queue only, and one at a time', () => {
    fc.assert(
      fc.property(paths, (path) => {
        path.forEach((state, n) => {
          if (n === 0 || !isLive(state) || isLive(path[n - 1] as JobState)) return
          expect([path[n - 1], state]).toEqual(['queued', 'preparing'])
        })
      }),
    )
  })

  test('it succeeds only by an attempt, and is discarded only when nothing of it is at work', () => {
    fc.assert(
      fc.property(paths, (path) => {
        path.forEach((state, n) => {
          const before = path[n - 1] ?? 'queued'
          if (state === 'succeeded') expect(LIVE_STATES).toContain(before)
          if (state === 'discarded') expect(['failed', 'waiting']).toContain(before)
        })
      }),
    )
  })

  test('it can end from wherever it is', () => {
    for (const state of JOB_STATES) {
      const reached = new Set<JobState>([state])
      for (const one of reached)
        for (const change of CHANGES)
          if (sourcesOf(change).includes(one)) reached.add(transition(one, change))
      expect([state, [...reached].some(isClosed)]).toEqual([state, true])
    }
  })
})

test('a change has one target, and is refused with a reason from every state but its sources', () => {
  for (const change of CHANGES) {
    expect(new Set(Object.values(JOB_TRANSITIONS[change])).size).toBe(1)
    for (const state of JOB_STATES) {
      if (sourcesOf(change).includes(state)) expect(transition(state, change)).toBe(targetOf(change))
      else expect(() => transition(state, change)).toThrow(`a job that is ${state} can't ${change}`)
    }
  }
})

test('every state is reached, and none is both closed and at work', () => {
  const reached = new Set<JobState>(['queued', 'waiting', ...CHANGES.map(targetOf)])
  expect([...reached].sort()).toEqual([...JOB_STATES].sort())
  expect(CLOSED_STATES.filter(isLive)).toEqual([])
})
