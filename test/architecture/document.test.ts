import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readSource, root } from './imports.ts'
import { arrows } from './rules.ts'

const document = readSource('ARCHITECTURE.md')

/** The table after a marker as folder → folders that it may import. */
function arrowsOf(text: string): Record<string, string[]> {
  const table = /<!-- arrows -->\n\|.*\n\|[-|]+\n((?:\|.*\n)+)/.exec(text)?.[1] ?? ''
  return Object.fromEntries(
    table
      .trimEnd()
      .split('\n')
      .map((row) => [...row.matchAll(/`([^`]+)`/g)].map((found) => found[1] ?? ''))
      .map(([folder = '', ...others]) => [folder, others]),
  )
}

describe('ARCHITECTURE.md', () => {
  test('has the arrows that the tests check', () => {
    expect(arrowsOf(document)).toEqual(arrows)
  })

  test('has the arrows that lint checks', () => {
    const lint = /const arrows = \{\n([^]*?)\n\}/.exec(readSource('eslint.config.js'))?.[1] ?? ''
    const entries = lint.split('\n').map((line) => line.split(':'))
    const words = (text = '') => [...text.matchAll(/[a-z-]+/g)].map(([word]) => word)
    expect(arrowsOf(document)).toEqual(
      Object.fromEntries(entries.map(([folder, others]) => [words(folder).join(''), words(others)])),
    )
  })

  test('names files that exist', () => {
    const named = [...document.matchAll(/`([a-z-]+\/[a-z/-]+\.(?:ts|md|js))`/g)].map(
      (found) => found[1] ?? '',
    )
    expect(named.length).toBeGreaterThan(20)
    expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([])
  })
})

describe('a link from one page to another', () => {
  const markdown = (folder: string) =>
    readdirSync(path.join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => path.posix.join(folder, name))
  const pages = ['.', 'docs', 'docs/decisions'].flatMap(markdown)

  test.each(pages)('from %s leads somewhere', (page) => {
    const links = [...readSource(page).matchAll(/\]\(([^)\s]+)\)/g)].map((found) => found[1] ?? '')
    const local = links.filter((link) => !/^https?:/.test(link))
    expect(local.filter((link) => !leads(page, link))).toEqual([])
  })
})

function leads(page: string, link: string): boolean {
  const [file = '', anchor] = link.split('#')
  const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file)
  if (!existsSync(path.join(root, target))) return false
  return anchor === undefined || anchorsOf(readSource(target)).includes(anchor)
}

/** As GitHub makes them from headings. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map((found) =>
    (found[1] ?? '')
      .toLowerCase()
      .replace(/[^a-z0-9 _-]/g, '')
      .replaceAll(' ', '-'),
  )
}
