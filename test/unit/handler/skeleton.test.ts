import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { empty, makeSkeleton } from '../../../handler/skeleton.ts'
import { workspaceOf } from '../../../handler/workspace.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'iteron-skeleton-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

test('a workspace into which somebody puts a file while it is emptied is not used again', async () => {
  const workspace = workspaceOf(root, 'a.1')
  const skeleton = await makeSkeleton(workspace)
  writeFileSync(join(workspace.outData, 'made'), '1')
  const late = join(workspace.outData, 'late')
  const emptied = empty(workspace, skeleton) // it has looked, and removes what it found
  writeFileSync(late, '2')
  expect(await emptied).toBe(false)
  expect(existsSync(late)).toBe(true)
  expect(await empty(workspace, skeleton)).toBe(true)
  expect(existsSync(late)).toBe(false)
})
