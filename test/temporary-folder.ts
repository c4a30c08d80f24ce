import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from '@jest/globals'

const made: string[] = []
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** An empty folder of its own, which goes after the last test of the file. */
export function temporaryFolder(subject: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `iteron-${subject}-`))
  made.push(folder)
  return folder
}
