import { describe, expect, test } from '@jest/globals'
import { folders, readSource, sourcesOf } from './imports.ts'

const longest = 400
const switchedOff = /eslint-disable/
const withReason = /eslint-disable(?:-next-line|-line)? [@\w/, -]+ -- \S/

const sources = [...folders, 'test', 'bench']
  .flatMap(sourcesOf)
  .filter((file) => !file.startsWith('proto/generated/') && !file.startsWith('test/architecture/'))

describe('every source', () => {
  test(`has at most ${longest} lines`, () => {
    const long = sources.filter((file) => readSource(file).trimEnd().split('\n').length > longest)
    expect(long).toEqual([])
  })

  test('gives a reason where it switches off a lint rule', () => {
    const silent = sources.flatMap((file) =>
      readSource(file)
        .split('\n')
        .filter((line) => switchedOff.test(line) && !withReason.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    )
    expect(silent).toEqual([])
  })

  test('has a name of lower-case words', () => {
    expect(sources.filter((file) => !/^[a-z0-9./-]+$/.test(file))).toEqual([])
  })
})
