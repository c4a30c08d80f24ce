import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Makes a folder with so many files of 1 KiB, each of a content of its own. Returns their names. */
export function writeSmallFiles(folder, count) {
  mkdirSync(folder, { recursive: true })
  const names = Array.from({ length: count }, (_, n) => `file-${n}`)
  for (const name of names) writeFileSync(join(folder, name), randomBytes(1024))
  return names
}
