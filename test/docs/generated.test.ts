import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { PART_NAMES, partsOf, withGenerated } from '../../scripts/docs/generated.ts'
import { readSource, root } from '../architecture/imports.ts'

const pages = readdirSync(path.join(root, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)

describe('the generated parts of docs/', () => {
  test('each stands in one page', () => {
    expect(pages.flatMap((page) => partsOf(readSource(page))).sort()).toEqual([...PART_NAMES].sort())
  })

  test.each(pages)('%s is up to date: run `npm run docs`', async (page) => {
    const text = readSource(page)
    expect(await withGenerated(text)).toBe(text)
  })

  test('a page that has drifted is told', async () => {
    const page = '<!-- generated: module fields -->\nold\n<!-- end of generated -->\n'
    const fresh = await withGenerated(page)
    expect(fresh).not.toBe(page)
    expect(await withGenerated(fresh)).toBe(fresh)
  })

  test('a marker that names nothing is refused', async () => {
    await expect(withGenerated('<!-- generated: nothing -->\n<!-- end of generated -->')).rejects.toThrow(
      'nothing',
    )
  })
})
