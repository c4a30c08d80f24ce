import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { DownloadTarget, safeParts } from '../../../cli/download-target.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

let parent: string
let folder: string

beforeEach(() => {
  parent = temporaryFolder('download')
  folder = path.join(parent, 'into')
})

const describeFile = (name: string, text: string) => ({
  path: name,
  digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
  size: Buffer.byteLength(text),
  artifact: 'a',
})

async function download(
  name: string,
  text: string,
  options: { force?: boolean; sent?: string } = {},
): Promise<void> {
  const target = await DownloadTarget.open(folder, options.force === true)
  const incoming = await target.begin(describeFile(name, text))
  try {
    await incoming.write(Buffer.from(options.sent ?? text))
    await incoming.commit()
  } catch (error) {
    await incoming.discard()
    throw error
  }
}

describe('where a download writes', () => {
  test('below the folder, which it makes', async () => {
    await download('sub/dir/ä b.txt', 'text')
    expect(readFileSync(path.join(folder, 'sub/dir/ä b.txt'), 'utf8')).toBe('text')
    expect(readdirSync(path.join(folder, 'sub/dir'))).toEqual(['ä b.txt'])
  })

  test('a backslash separates nothing here: a name with one is the name of a file', () => {
    expect(safeParts('a\\..\\x/b')).toEqual(['a\\..\\x', 'b'])
  })

  test.each(['/etc/x', '../x', 'a/../../x', 'a//x', './x', 'a/.', '', 'a\0b', 'a/'])(
    'never %j',
    async (name) => {
      await expect(download(name, 'text')).rejects.toMatchObject({ exit: 1 })
      expect(readdirSync(parent)).toEqual(['into'])
      expect(readdirSync(folder)).toEqual([])
    },
  )

  test('any path that is accepted stays below the folder', () => {
    const part = fc.oneof(fc.constantFrom('..', '.', '', 'a', '\\', '...'), fc.string())
    fc.assert(
      fc.property(fc.array(part, { minLength: 1 }), (parts) => {
        let accepted
        try {
          accepted = safeParts(parts.join('/'))
        } catch {
          return
        }
        expect(path.join('/base', ...accepted).startsWith('/base/')).toBe(true)
      }),
    )
  })

  test('not through a link that leads out', async () => {
    await download('a.txt', 'text')
    const outside = temporaryFolder('outside')
    symlinkSync(outside, path.join(folder, 'sub'))
    await expect(download('sub/x.txt', 'text')).rejects.toThrow('leads out')
    expect(readdirSync(outside)).toEqual([])
  })
})

describe('what a download leaves', () => {
  test('nothing of bytes that differ from the digest', async () => {
    await expect(download('a.txt', 'text', { sent: 'tex!' })).rejects.toMatchObject({
      code: 'DATA_LOSS',
      exit: 1,
    })
    await expect(download('a.txt', 'text', { sent: 'te' })).rejects.toMatchObject({ code: 'DATA_LOSS' })
    expect(readdirSync(folder)).toEqual([])
  })

  test('files that exist as they are, unless it is forced', async () => {
    await download('a.txt', 'old')
    await expect(download('a.txt', 'new')).rejects.toMatchObject({ exit: 5 })
    expect(readFileSync(path.join(folder, 'a.txt'), 'utf8')).toBe('old')
    await download('a.txt', 'new', { force: true })
    expect(readFileSync(path.join(folder, 'a.txt'), 'utf8')).toBe('new')
    expect(readdirSync(folder)).toEqual(['a.txt'])
  })

  test('the target of a link as it is, even if it is forced', async () => {
    const outside = path.join(parent, 'outside.txt')
    writeFileSync(outside, 'mine')
    await download('b.txt', 'b')
    symlinkSync(outside, path.join(folder, 'a.txt'))
    await download('a.txt', 'new', { force: true })
    expect(readFileSync(outside, 'utf8')).toBe('mine')
    expect(readFileSync(path.join(folder, 'a.txt'), 'utf8')).toBe('new')
    expect(existsSync(path.join(folder, 'b.txt'))).toBe(true)
  })
})
