import { realpathSync } from 'node:fs'

/**
 * A task's working directory as `/proc` names it, if it lies below the folder in which each task has one of its own. In
 * any other anybody may work: `/tmp`, say.
 */
export function ownFolder(directory: string, workspaces: string | undefined): string | undefined {
  if (workspaces === undefined) return undefined
  const folder = realPath(directory)
  return folder.startsWith(`${realPath(workspaces)}/`) ? folder : undefined
}

/** Itself where nothing is there. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    return path
  }
}
