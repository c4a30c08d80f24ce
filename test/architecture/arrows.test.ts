import { describe, expect, test } from '@jest/globals'
import { folders, importsOf, readSource, sourcesOf } from './imports.ts'
import { violation } from './rules.ts'

function complaints(file: string, text: string): string[] {
  return importsOf(file, text).flatMap((found) => {
    const reason = violation(found)
    return reason === undefined ? [] : [`${found.file}:${found.line} imports ${found.target}: ${reason}`]
  })
}

describe('the sources follow the arrows', () => {
  test.each(folders)('%s', (folder) => {
    expect(sourcesOf(folder).flatMap((file) => complaints(file, readSource(file)))).toEqual([])
  })

  test('sources are found at all', () => {
    expect(sourcesOf('core')).toContain('core/version.ts')
  })
})

describe('an import against the arrows is reported', () => {
  test.each([
    ['core/a.ts', "import pino from 'pino'"],
    ['core/a.ts', "import fs from 'fs'"],
    ['core/ports/a.ts', "import type { B } from '../../adapters/memory/b.ts'"],
    ['core/a.ts', "export * from '../proto/b.ts'"],
    ['core/a.ts', "type B = import('../handler/b.ts').B"],
    ['proto/a.ts', "import { b } from '../core/b.ts'"],
    ['dispatcher/a.ts', "import { b } from '../proto/b.ts'"],
    ['dispatcher/a.ts', "const b = await import('../adapters/registry.ts')"],
    ['dispatcher/a.ts', 'const b = await import(name)'],
    ['dispatcher/main.ts', "import { b } from '../adapters/sqlite/b.ts'"],
    ['handler/committer/a.ts', "import { b } from '../../dispatcher/b.ts'"],
    ['management-api/a.ts', "import { b } from '../dispatcher/b.ts'"],
    ['front-api/a.ts', "import { b } from '../proto/b.ts'"],
    ['front-api/a.ts', "import { MongoClient } from 'mongodb'"],
    ['cli/commands/a.ts', "import { b } from '../../core/errors.ts'"],
    ['cli/commands/a.ts', "import { b } from '../../adapters/registry.ts'"],
    ['cli/offline/a.ts', "import { b } from '../../adapters/filesystem/b.ts'"],
    ['adapters/memory/a.ts', "import { b } from '../sqlite/b.ts'"],
    ['adapters/memory/a.ts', "import { b } from '../registry.ts'"],
    ['adapters/memory/a.ts', "import { b } from '../../handler/b.ts'"],
    ['adapters/sqlite/a.ts', "import { DatabaseSync } from '@photostructure/sqlite'"],
    ['core/a.ts', "import { b } from '../test/b.ts'"],
  ])('%s: %s', (file, text) => {
    expect(complaints(file, text)).toHaveLength(1)
  })
})

describe('an import along the arrows is accepted', () => {
  test.each([
    ['core/a.ts', "import { z } from 'zod'"],
    ['core/catalog/a.ts', "import type { B } from '../model/b.ts'"],
    ['dispatcher/a.ts', "import { b } from '../handler/preparer/b.ts'"],
    ['management-api/a.ts', "import { b } from '../proto/b.ts'"],
    ['front-api/main.ts', "import { open } from '../adapters/registry.ts'"],
    ['cli/up.ts', "import { b } from '../dispatcher/b.ts'"],
    ['cli/commands/a.ts', "import { VERSION } from '../../core/version.ts'"],
    ['cli/commands/a.ts', "import { b } from '../../proto/b.ts'"],
    ['adapters/registry.ts', "const b = await import('./memory/b.ts')"],
    ['adapters/sqlite/database.ts', "import { DatabaseSync } from '@photostructure/sqlite'"],
    ['adapters/s3/a.ts', "import { S3Client } from '@aws-sdk/client-s3'"],
    ['adapters/sqlite/documents/a.ts', "import { b } from '../database.ts'"],
  ])('%s: %s', (file, text) => {
    expect(complaints(file, text)).toEqual([])
  })
})
