import { randomUUID } from 'node:crypto'
import { lstatSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { Folder } from '../folder.ts'
import { removeTree } from '../remove-tree.ts'
import { systemCode } from '../system-code.ts'
import { SEALED_OUT, type Workspace } from '../workspace.ts'
import { asViolation, violation } from './violation.ts'

/** `out` where only the commit knows it; `again`: a commit before this one had taken it there. */
export interface Sealed {
  readonly out: Folder
  readonly again: boolean
}

/**
 * C0: takes `out` as a whole away from what the module may have left behind, to a name that it can't know, and opens
 * it. An `out`
 * that was taken away before is found again, whatever stands in its old place now.
 */
export function seal(workspace: Workspace): Sealed {
  const before = sealedName(workspace)
  const name = before ?? takeAway(workspace)
  return { out: opened(join(workspace.sealed, name)), again: before !== undefined }
}

/**
 * Removes what the module has put where its `out` will be. To be called when it has ended and before the first commit,
 * which would take it for the work of a commit before.
 */
export async function removeForged({ sealed }: Workspace): Promise<void> {
  if (!isEmptyFolder(sealed)) await removeTree(sealed)
}

function isEmptyFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory() && readdirSync(path).length === 0
  } catch {
    return false // it is gone, or can't be read
  }
}

/** Makes the folder for it, if there is none yet. */
function sealedName({ sealed }: Workspace): string | undefined {
  try {
    return readdirSync(sealed).find((name) => name.startsWith(SEALED_OUT))
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
    mkdirSync(sealed, { mode: 0o700 })
    return undefined
  }
}

function takeAway(workspace: Workspace): string {
  const name = SEALED_OUT + randomUUID()
  const target = join(workspace.sealed, name)
  try {
    renameSync(workspace.out, target)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw missing(error)
    if (systemCode(error) !== 'EACCES') throw error
    // A folder can be moved only by who may write to it; opening it gives its owner's permissions back.
    opened(workspace.out).close()
    renameSync(workspace.out, target)
  }
  return name
}

function missing(cause: unknown): Error {
  const hint = 'A module may empty out, but not remove it.'
  return violation('out', 'is missing: the module removed it', { hint, cause })
}

function opened(path: string): Folder {
  try {
    return Folder.open(path)
  } catch (error) {
    throw asViolation('out', error)
  }
}
