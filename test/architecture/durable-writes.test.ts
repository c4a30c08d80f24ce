import { describe, expect, test } from '@jest/globals'
import { POINTS, waysOf } from '../faults/crash-points/points.ts'
import { writeSites } from '../faults/crash-points/write-sites.ts'

const sites = writeSites()

describe('every durable write', () => {
  test('stands in the list of crash points with the scenario that comes by, and nothing else does', () => {
    expect(Object.keys(POINTS).sort()).toEqual(sites.map(({ name }) => name).sort())
  })

  test('is a call that is found again in the build', () => {
    expect(sites.filter(({ place }) => place === '')).toEqual([])
  })

  test('is found at all', () => {
    expect(sites.map(({ name }) => name)).toContain('dispatcher/commit.ts #commitAtOnce batch')
  })
})

describe('a crash after a crash', () => {
  test('begins at a write of the list', () => {
    const firsts = Object.keys(POINTS).flatMap((name) =>
      waysOf(name).flatMap(({ first }) => first?.name ?? []),
    )
    expect(firsts).not.toEqual([])
    expect(firsts.filter((name) => !(name in POINTS))).toEqual([])
  })
})
