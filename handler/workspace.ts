import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { IteronError } from '../core/errors.ts'
import { removeTree } from './remove-tree.ts'
import { systemCode } from './system-code.ts'

const SEALED = '.out'

/** How the name of a sealed `out` begins. */
export const SEALED_OUT = 'out-'

/**
 * Where the files of one attempt are, absolute and on a local disk: `base` is what the module sees, `sealed` what it
 * doesn't.
 */
export interface Workspace {
  readonly attempt: string
  /** `HANDLER_BASE_DIR`, and the working directory of a local module. */
  readonly base: string
  readonly in: string
  readonly inData: string
  readonly inEvents: string
  readonly eventMeta: string
  readonly out: string
  readonly outData: string
  readonly outEvents: string
  /** Folder beside `base` that takes `out`, under a name that can't be guessed, when the module has ended. */
  readonly sealed: string
}

/**
 * The places of an attempt below a root of workspaces; nothing is created. The attempt's id must be fit for a file
 * name.
 */
export function workspaceOf(root: string, attempt: string): Workspace {
  if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/.test(attempt) || attempt.endsWith(SEALED)) {
    throw new IteronError('INVALID_ARGUMENT', `${JSON.stringify(attempt)} can't be the name of a workspace`)
  }
  const base = join(root, attempt)
  return {
    attempt,
    base,
    in: join(base, 'in'),
    inData: join(base, 'in', 'data'),
    inEvents: join(base, 'in', 'events'),
    eventMeta: join(base, 'in', 'eventmeta.json'),
    out: join(base, 'out'),
    outData: join(base, 'out', 'data'),
    outEvents: join(base, 'out', 'events'),
    sealed: base + SEALED,
  }
}

/** Makes the attempt's empty folders, private to this user; what stood under its name before is removed. */
export async function createWorkspace(workspace: Workspace): Promise<void> {
  await removeWorkspace(workspace)
  mkdirSync(workspace.base, { recursive: true, mode: 0o700 })
  for (const folder of [
    workspace.in,
    workspace.inData,
    workspace.out,
    workspace.outData,
    workspace.outEvents,
  ])
    mkdirSync(folder)
}

/** Removes all of the attempt's files, whatever the module made of their names and modes. None there: no error. */
export async function removeWorkspace(workspace: Workspace): Promise<void> {
  await removeTree(workspace.base)
  await removeTree(workspace.sealed)
}

/** The folder beside a root of workspaces for those that are to be used again, or removed when there is time. */
export function sparesOf(root: string): string {
  return `${root}.spare`
}

/**
 * Removes the workspaces that nobody needs any more, such as a dead process left, and returns their attempts' ids. The
 * root holds
 * nothing but workspaces; one that isn't there is empty.
 */
export async function sweepWorkspaces(root: string, needed: (attempt: string) => boolean): Promise<string[]> {
  const swept = new Set<string>()
  await removeTree(sparesOf(root))
  for (const name of namesIn(root)) {
    const attempt = name.endsWith(SEALED) ? name.slice(0, -SEALED.length) : name
    if (needed(attempt)) continue
    await removeTree(join(root, name))
    swept.add(attempt)
  }
  return [...swept]
}

function namesIn(root: string): string[] {
  try {
    return readdirSync(root)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []
    throw error
  }
}
