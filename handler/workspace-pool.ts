import { randomBytes } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, renameSync } from 'node:fs'
import { rmdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Backlog } from './backlog.ts'
import { empty, makeSkeleton, type Skeleton } from './skeleton.ts'
import { systemCode } from './system-code.ts'
import { removeWorkspace, sparesOf, workspaceOf, type Workspace } from './workspace.ts'

/** As many as attempts may end at about the same time; more are removed. */
const MOST_SPARE = 32
/** The threads that do it bring files to the disk, too. */
const WIDTH = 2
/** An attempt that ends when so many workspaces wait for their removal waits itself. */
const MOST_WAITING = 64

interface Spare {
  readonly place: Workspace
  readonly skeleton: Skeleton
}

/**
 * Workspaces that are used again: folders are dear to make, and dearer to remove. An attempt gets one under its own
 * name and for itself
 * alone. Afterwards it is taken away under that name at once, emptied when there is time, and kept if it is then as it
 * was made;
 * else removed.
 */
export class WorkspacePool {
  readonly #root: string
  readonly #failed: (error: unknown) => void
  readonly #own = randomBytes(4).toString('hex')
  readonly #backlog = new Backlog(WIDTH, MOST_WAITING)
  readonly #spares: Spare[] = []
  /** Of the workspaces in use, by attempt. */
  readonly #skeletons = new Map<string, Skeleton>()
  #count = 0
  #closed = false

  /**
   * `workspaces`: their root. `failed` is told why a workspace couldn't be removed; `sweepWorkspaces` takes what stays.
   */
  constructor(workspaces: string, failed: (error: unknown) => void) {
    this.#root = sparesOf(workspaces)
    this.#failed = failed
  }

  /** As `createWorkspace`. */
  async take(workspace: Workspace): Promise<void> {
    await removeWorkspace(workspace)
    const spare = this.#spares.pop()
    const moved = spare !== undefined && move(spare.place, workspace)
    this.#skeletons.set(workspace.attempt, moved ? spare.skeleton : await makeSkeleton(workspace))
  }

  /**
   * As `removeWorkspace`; nothing is left under the attempt's name, though what was there may be about to be removed.
   */
  async giveBack(workspace: Workspace): Promise<void> {
    const skeleton = this.#skeletons.get(workspace.attempt)
    this.#skeletons.delete(workspace.attempt)
    const place = workspaceOf(this.#root, `${this.#own}-${String((this.#count += 1))}`)
    try {
      const whole = move(workspace, place)
      await this.#backlog.add(() => this.#recycle(place, whole ? skeleton : undefined).catch(this.#failed))
    } catch {
      await removeWorkspace(workspace)
    }
  }

  /** Returns when all that was given back is empty or removed. */
  async idle(): Promise<void> {
    await this.#backlog.drained()
  }

  /** Removes the spare workspaces. To be called when no attempt uses one; what is given back later is removed. */
  async close(): Promise<void> {
    this.#closed = true
    await this.idle()
    for (const { place } of this.#spares.splice(0)) await removeWorkspace(place).catch(this.#failed)
    // another pool may have its own beside them
    await rmdir(this.#root).catch(() => undefined)
  }

  async #recycle(place: Workspace, skeleton: Skeleton | undefined): Promise<void> {
    const wanted = !this.#closed && this.#spares.length < MOST_SPARE
    if (skeleton !== undefined && wanted && (await isEmptied(place, skeleton))) {
      this.#spares.push({ place, skeleton })
    } else await removeWorkspace(place)
  }
}

/** Whatever went wrong with it, it is not to be used again. */
async function isEmptied(place: Workspace, skeleton: Skeleton): Promise<boolean> {
  return empty(place, skeleton).catch(() => false)
}

/** Moves both folders; false if one of them isn't there. */
function move(from: Workspace, to: Workspace): boolean {
  const base = rename(from.base, to.base)
  return rename(from.sealed, to.sealed) && base
}

/** False if nothing is there. */
function rename(from: string, to: string): boolean {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    const stat = lstatSync(from, { throwIfNoEntry: false })
    if (stat === undefined) return false
    if (systemCode(error) === 'ENOENT') mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
    // a folder can be moved only by who may write to it: a module may have taken its own permissions away
    else if (systemCode(error) === 'EACCES' && stat.isDirectory()) chmodSync(from, 0o700)
    else throw error
    renameSync(from, to)
    return true
  }
}
