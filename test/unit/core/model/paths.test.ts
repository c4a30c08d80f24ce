import { describe, expect, it } from '@jest/globals'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { checkPath, MAX_PATH_BYTES, PATH_RULES } from '../../../../core/model/paths.ts'

describe('checkPath', () => {
  it.each([
    'a',
    'a/b/c.txt',
    '.hidden',
    '...',
    '..a/a..',
    'line\nbreak',
    ' ',
    'back\\slash',
    'ümlaut/写真/🦄',
    '\ufeffmark',
    'x'.repeat(255),
    'é'.repeat(127),
    Array(2048).fill('x').join('/'),
  ])('accepts %j, as text and as bytes', (path) => {
    expect(checkPath(path)).toEqual({ ok: true, path })
    expect(checkPath(Buffer.from(path))).toEqual({ ok: true, path })
  })

  it.each([
    ['', 'empty'],
    ['/', 'absolute'],
    ['/etc/passwd', 'absolute'],
    ['a\0b', 'nul'],
    ['a//b', 'empty-part'],
    ['a/', 'empty-part'],
    ['.', 'dot'],
    ['..', 'dot'],
    ['a/../b', 'dot'],
    ['./a', 'dot'],
    ['a/..', 'dot'],
    ['x'.repeat(256), 'part-too-long'],
    ['a/' + 'é'.repeat(128), 'part-too-long'],
    [Array(2049).fill('x').join('/'), 'too-long'],
    ['half\ud83e', 'not-utf8'],
    [Uint8Array.of(0x61, 0xff), 'not-utf8'],
    [Uint8Array.of(0xc0, 0x80), 'not-utf8'],
  ] as const)('refuses %j: %s', (path, rule) => {
    expect(checkPath(path)).toEqual({ ok: false, rule })
    expect(PATH_RULES[rule]).toMatch(/must/)
  })

  it('accepts only what stays below a folder', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '.', '..', '', '/', '\\', '\0', 'é')), (pieces) => {
        const path = pieces.join('')
        const checked = checkPath(path)
        if (!checked.ok) return
        expect(resolve('/root', path).startsWith('/root/')).toBe(true)
        expect(path.split('/')).not.toContain('..')
        expect(Buffer.byteLength(path)).toBeLessThanOrEqual(MAX_PATH_BYTES)
      }),
    )
  })
})
