import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Run } from './run.ts'

/** Gives the file `a` of an upload other bytes. */
export function damageBlob({ data }: Run, text: string): void {
  const blob = filesBelow(path.join(data, 'blobs')).find((file) => file.endsWith('/files/a')) ?? ''
  const { mode } = statSync(blob)
  chmodSync(blob, 0o600)
  writeFileSync(blob, text)
  chmodSync(blob, mode)
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name))
}
