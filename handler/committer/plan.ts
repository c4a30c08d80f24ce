import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemCode } from '../system-code.ts'
import type { Workspace } from '../workspace.ts'
import type { OutputFile } from './out-data.ts'

const NAME = 'files.json'

/** The files that a commit begun before set out to store: those it had moved already are no longer in the folder. */
export function readPlan(workspace: Workspace): OutputFile[] | undefined {
  try {
    return JSON.parse(readFileSync(join(workspace.sealed, NAME), 'utf8')) as OutputFile[]
  } catch (error) {
    // one that wasn't written to its end was followed by no move
    if (error instanceof SyntaxError || systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** To be written before the first file is moved, so that the stage can be repeated. */
export function writePlan(workspace: Workspace, files: readonly OutputFile[]): void {
  writeFileSync(join(workspace.sealed, NAME), JSON.stringify(files))
}
