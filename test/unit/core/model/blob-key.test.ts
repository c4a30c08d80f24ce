import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  assertKey,
  assertPrefix,
  decodePath,
  encodePart,
  encodePath,
} from '../../../../core/model/blob-key.ts'
import { checkPath } from '../../../../core/model/paths.ts'

const LIMITS = { maxPartBytes: 255, maxKeyBytes: 3000 }
const NARROW = { maxPartBytes: 70, maxKeyBytes: 200 }

/** Paths in which what is escaped, and what escapes look like, is frequent. */
const piece = fc.oneof(
  fc.constantFrom(
    '%',
    '%4',
    '%41',
    'A',
    '%~',
    '%_',
    '.',
    '..',
    ' ',
    '\\',
    '\n',
    '\u0085',
    '\uffff',
    '🦄',
    'x'.repeat(40),
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
)
const part = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''))
const path = fc
  .array(part, { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join('/'))
  .filter((text) => checkPath(text).ok)

describe('a key', () => {
  it.each([
    ['plain.txt', 'plain.txt'],
    ['a b/c+d', 'a b/c+d'],
    ['100%', '100%25'],
    ['a\nb', 'a%0Ab'],
    ['back\\slash', 'back%5Cslash'],
    ['name. .', 'name%2E%20%2E'],
    ['...', '%2E%2E%2E'],
    ['\u0085\u007f', '%C2%85%7F'],
    ['写真/é', '写真/é'],
  ])('for the path %j is %j', (given, key) => {
    expect(encodePath('', given, LIMITS)).toBe(key)
    expect(decodePath(key)).toBe(given)
  })

  it('shortens parts and paths that are too long, by their digest', () => {
    const long = encodePath('p/', 'é'.repeat(127) + '\n.txt', LIMITS)
    expect(long).toMatch(/^p\/é{94}%~[0-9a-f]{64}$/)
    const deep = encodePath('p/', Array(20).fill('y'.repeat(200)).join('/'), LIMITS)
    expect(deep).toMatch(/^p\/%_[0-9a-f]{64}$/)
    expect([decodePath(long), decodePath(deep)]).toEqual([undefined, undefined])
  })

  it.each([LIMITS, NARROW])('is one that a store takes, within %j', (limits) => {
    fc.assert(
      fc.property(path, (given) => {
        const key = encodePath('files/', given, limits)
        assertKey(key, limits)
        for (const one of key.split('/')) expect(one).not.toMatch(/[\p{Cc}\\\ufffe\uffff]|[. ]$/u)
      }),
    )
  })

  it('gives back the path unless it was shortened', () => {
    fc.assert(
      fc.property(path, (given) => {
        const key = encodePath('', given, { maxPartBytes: 10_000, maxKeyBytes: 100_000 })
        expect(decodePath(key)).toBe(given)
      }),
    )
  })

  it.each([LIMITS, NARROW])('is never shared by two paths, within %j', (limits) => {
    fc.assert(
      fc.property(fc.uniqueArray(path, { minLength: 2, maxLength: 20 }), (paths) => {
        const keys = paths.map((given) => encodePath('files/', given, limits))
        expect(new Set(keys).size).toBe(paths.length)
      }),
    )
  })

  it('is not shared by a path and what its own key looks like', () => {
    fc.assert(
      fc.property(path, fc.constantFrom(LIMITS, NARROW), (given, limits) => {
        const key = encodePath('', given, limits)
        if (key !== given && checkPath(key).ok) expect(encodePath('', key, limits)).not.toBe(key)
      }),
    )
  })

  it('has parts for any text but none', () => {
    expect(encodePart('a/b', LIMITS)).toBe('a%2Fb')
    expect(encodePart('..', LIMITS)).toBe('%2E%2E')
    for (const bad of ['', '\ud800'])
      expect(() => encodePart(bad, LIMITS)).toThrow(/can't be a part of a key/)
  })
})

describe('assertKey and assertPrefix', () => {
  it.each([
    '',
    '/a',
    'a/',
    'a//b',
    '..',
    'a/../b',
    'a\0',
    '\udfff',
    'x'.repeat(256),
    'x/'.repeat(1500) + 'x',
  ])('refuse %j', (key) => {
    expect(() => assertKey(key, LIMITS)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }))
    if (key !== '') expect(() => assertPrefix(`${key}/`, LIMITS)).toThrow(/is no key of a blob/)
  })

  it('accept what is one', () => {
    for (const key of ['a', 'a/b', '.a', '%41', ' ']) {
      expect(() => assertKey(key, LIMITS)).not.toThrow()
      expect(() => assertPrefix(`${key}/`, LIMITS)).not.toThrow()
    }
    expect(() => assertPrefix('', LIMITS)).not.toThrow()
    expect(() => assertPrefix('a', LIMITS)).toThrow(/must end in/)
  })
})
