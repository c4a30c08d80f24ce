import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { VERSION } from '../../../core/version.ts'

test('the version in the code is that of the package', () => {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  const manifest = JSON.parse(text) as { version: string }
  expect(VERSION).toBe(manifest.version)
})
