import { readdirSync, readlinkSync } from 'node:fs'

/** What only a task's processes and this one work in or have open, as `/proc` names it: real paths. */
export interface Places {
  /** The task's own folder; undefined where it shares its working directory with others. */
  readonly folder: string | undefined
  /** Where the pipe that its output goes to was made; it has no name any more. */
  readonly pipe: string
}

/** Whether the process works in the folder, or has the pipe or anything in the folder open. */
export function isAt(pid: number, { folder, pipe }: Places): boolean {
  const nameless = `${pipe} (deleted)`
  const isWithin = (path: string) =>
    folder !== undefined && (path === folder || path.startsWith(`${folder}/`))
  const is = (path: string) => path === pipe || path === nameless || isWithin(path)
  if (is(linkOf(`/proc/${String(pid)}/cwd`))) return true
  return descriptorsOf(pid).some((fd) => is(linkOf(`/proc/${String(pid)}/fd/${fd}`)))
}

/** None where there is no such process, or it isn't ours to look at; that we can't open files now says nothing. */
function descriptorsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${String(pid)}/fd`)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EMFILE' || code === 'ENFILE' || code === 'ENOMEM') throw error
    return []
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
