import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemCode } from '../system-code.ts'
import type { Workspace } from '../workspace.ts'
import type { OutputFile } from './out-data.ts'

const NAME = 'files.json'

/** The files that a commit begun before set out to store: those it had moved already are no longer in the folder. */
export async function readPlan(workspace: Workspace): Promise<OutputFile[] | undefined> {
  try {
    const text = await readFile(join(workspace.sealed, NAME), 'utf8')
    return JSON.parse(text) as OutputFile[]
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Written before the first file is moved, whole or not at all, so that the stage can be repeated. */
export async function writePlan(workspace: Workspace, files: readonly OutputFile[]): Promise<void> {
  const path = join(workspace.sealed, NAME)
  await writeFile(`${path}.part`, JSON.stringify(files))
  await rename(`${path}.part`, path)
}
