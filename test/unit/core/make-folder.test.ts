import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { makeFolder } from '../../../core/make-folder.ts'

describe('making a folder', () => {
  let scratch = ''
  beforeEach(() => {
    scratch = mkdtempSync(path.join(tmpdir(), 'iteron-folder-'))
  })
  afterEach(() => rmSync(scratch, { recursive: true, force: true }))

  test('makes its parents too, and says which was the outermost', () => {
    const folder = path.join(scratch, 'a/b/c')
    expect(makeFolder(folder, 0o700)).toBe(path.join(scratch, 'a'))
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(makeFolder(folder)).toBeUndefined()
    expect(makeFolder(path.join(scratch, 'a/d'))).toBe(path.join(scratch, 'a/d'))
  })

  test('takes a link to a folder for one', () => {
    symlinkSync(scratch, path.join(scratch, 'link'))
    expect(makeFolder(path.join(scratch, 'link'))).toBeUndefined()
    expect(makeFolder(path.join(scratch, 'link/a'))).toBe(path.join(scratch, 'link/a'))
  })

  test('ends where none can be made', () => {
    writeFileSync(path.join(scratch, 'file'), '')
    symlinkSync(path.join(scratch, 'nothing'), path.join(scratch, 'dangling'))
    expect(() => makeFolder(path.join(scratch, 'file'))).toThrow('EEXIST')
    expect(() => makeFolder(path.join(scratch, 'file/a'))).toThrow('ENOTDIR')
    expect(() => makeFolder(path.join(scratch, 'dangling/a'))).toThrow('EEXIST')
    if (process.platform === 'linux') expect(() => makeFolder('/proc/none/a')).toThrow('ENOENT')
  })
})
