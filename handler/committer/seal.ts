import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Folder } from '../folder.ts'
import { systemCode } from '../system-code.ts'
import type { Workspace } from '../workspace.ts'
import { asViolation, violation } from './violation.ts'

const SEALED_OUT = 'out-'

/**
 * C0: takes `out` as a whole away from what the module may have left behind, to a name that it can't know, and opens it. An `out`
 * that was taken away before is found again, whatever stands in its old place now.
 */
export async function seal(workspace: Workspace): Promise<Folder> {
  await mkdir(workspace.sealed, { recursive: true, mode: 0o700 })
  const name = (await sealedName(workspace)) ?? (await takeAway(workspace))
  try {
    return await Folder.open(join(workspace.sealed, name))
  } catch (error) {
    throw asViolation('out', error)
  }
}

async function sealedName(workspace: Workspace): Promise<string | undefined> {
  const names = await readdir(workspace.sealed)
  return names.find((name) => name.startsWith(SEALED_OUT))
}

async function takeAway(workspace: Workspace): Promise<string> {
  const name = SEALED_OUT + randomUUID()
  const target = join(workspace.sealed, name)
  try {
    await rename(workspace.out, target)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') {
      throw violation('out', 'is missing: the module removed it', {
        hint: 'A module may empty out, but not remove it.',
        cause: error,
      })
    }
    if (systemCode(error) !== 'EACCES') throw error
    await unlocked(workspace.out)
    await rename(workspace.out, target)
  }
  return name
}

/** A folder can be moved only by who may write to it; opening it gives the owner's permissions back. */
async function unlocked(path: string): Promise<void> {
  try {
    await (await Folder.open(path)).close()
  } catch (error) {
    throw asViolation('out', error)
  }
}
