import * as fs from 'node:fs'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { removeTree } from './remove-tree.ts'
import { createWorkspace, SEALED_OUT, type Workspace } from './workspace.ts'

const unlink = promisify(fs.unlink)
/** Larger files may take the disk a while to remove. Bytes. */
const SMALL_BYTES = 256 * 1024

/** A folder that held many entries stays large on some file systems, and slow: it isn't used again. Bytes. */
const MAX_FOLDER_BYTES = 16 * 1024
const MAX_META_BYTES = 16 * 1024
const NO_META = '[]'

type Part = 'base' | 'in' | 'inData' | 'eventMeta' | 'out' | 'outData' | 'outEvents' | 'sealed'

/** What stays the same of a folder or file for as long as nobody tampers with it. */
type Identity = Pick<fs.Stats, 'dev' | 'ino' | 'uid' | 'gid' | 'mode'>

/** The folders of a workspace, and `in/eventmeta.json`, as they were made: by this they are known again. */
export type Skeleton = Readonly<Record<Part, Identity>>

/**
 * Makes the attempt's workspace with the folder that takes `out` and a blank `in/eventmeta.json`: nothing is left to be
 * made.
 */
export async function makeSkeleton(workspace: Workspace): Promise<Skeleton> {
  await createWorkspace(workspace)
  fs.mkdirSync(workspace.sealed, { mode: 0o700 })
  fs.writeFileSync(workspace.eventMeta, NO_META)
  const made = (part: Part) => fs.lstatSync(workspace[part])
  return {
    base: made('base'),
    in: made('in'),
    inData: made('inData'),
    eventMeta: made('eventMeta'),
    out: made('out'),
    outData: made('outData'),
    outEvents: made('outEvents'),
    sealed: made('sealed'),
  }
}

/**
 * Makes of a used workspace an empty one: all goes but what it was made with. False, or an error, if that isn't as it
 * was (gone,
 * replaced, other permissions): then it can't be used again, and may be half emptied.
 *
 * That nothing of one attempt reaches the next rests on this. The attempt's processes are gone, which the executor
 * promises; out of
 * its reach is only one that left session and environment behind, or is no process of a module, and holds a folder of
 * the workspace open: what it adds while the folders are emptied is found by looking again. A folder has one name, so
 * one that stands where it was made is nowhere else; all that is in it is listed, and goes. A link is removed, never
 * followed; a
 * file that has other names loses this one. Extended attributes aren't looked at.
 */
export async function empty(workspace: Workspace, skeleton: Skeleton): Promise<boolean> {
  const found = look(workspace, skeleton)
  if (found === undefined) return false
  for (const path of found.files) await removeFile(path)
  for (const path of found.folders) await removeTree(path)
  blank(workspace.eventMeta)
  if (found.out !== workspace.out) fs.renameSync(found.out, workspace.out)
  return isBare(found) || isBare(look(workspace, skeleton))
}

async function removeFile(path: Buffer): Promise<void> {
  const stat = fs.lstatSync(path, { throwIfNoEntry: false })
  if (stat !== undefined && stat.size <= SMALL_BYTES) fs.unlinkSync(path)
  else await unlink(path)
}

/** Nothing has to go; what somebody put there while the rest went would be in the next attempt's way. */
function isBare(found: Found | undefined): boolean {
  return found !== undefined && found.files.length + found.folders.length === 0
}

/** A folder's entry; its name may be any bytes. */
type Entry = fs.Dirent<Buffer<ArrayBuffer>>

/** What has to go, and where `out` is. */
interface Found {
  readonly files: Buffer[]
  readonly folders: Buffer[]
  readonly out: string
}

/**
 * Reads only, and no folder that isn't known to be the one that was made.
 */
function look(workspace: Workspace, skeleton: Skeleton): Found | undefined {
  const base = entriesOf(workspace.base, skeleton.base)
  const sealed = entriesOf(workspace.sealed, skeleton.sealed)
  const out = outOf(workspace, base, sealed)
  if (out === undefined || !isBlankable(workspace.eventMeta, skeleton.eventMeta)) return undefined
  const found: Found = { files: [], folders: [], out }
  const known: readonly (readonly [string, Entry[] | undefined, readonly string[]])[] = [
    [workspace.base, base, ['in', 'out']],
    [workspace.sealed, sealed, [basename(out)]],
    [workspace.in, entriesOf(workspace.in, skeleton.in), ['data', 'eventmeta.json']],
    [workspace.inData, entriesOf(workspace.inData, skeleton.inData), []],
    [out, entriesOf(out, skeleton.out), ['data', 'events']],
    [join(out, 'data'), entriesOf(join(out, 'data'), skeleton.outData), []],
    [join(out, 'events'), entriesOf(join(out, 'events'), skeleton.outEvents), []],
  ]
  return known.every(([path, entries, kept]) => noted(found, path, entries, kept)) ? found : undefined
}

/** The folder's entries; undefined if it isn't the one that was made. */
function entriesOf(path: string, identity: Identity): Entry[] | undefined {
  const stat = fs.lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined || !isSame(stat, identity) || stat.size > MAX_FOLDER_BYTES) return undefined
  return fs.readdirSync(path, { withFileTypes: true, encoding: 'buffer' })
}

/** Taken away by the commit, or where it was made; if in both places, somebody made another. */
function outOf(
  { sealed, out }: Workspace,
  inBase: readonly Entry[] = [],
  inSealed: readonly Entry[] = [],
): string | undefined {
  const places = inSealed
    .map(({ name }) => name.toString())
    .filter((name) => name.startsWith(SEALED_OUT))
    .map((name) => join(sealed, name))
  if (inBase.some(({ name }) => name.toString() === basename(out))) places.push(out)
  return places.length === 1 ? places[0] : undefined
}

function noted(
  found: Found,
  path: string,
  entries: readonly Entry[] | undefined,
  kept: readonly string[],
): boolean {
  for (const entry of entries ?? []) {
    if (kept.includes(entry.name.toString())) continue
    const list = entry.isDirectory() ? found.folders : found.files
    list.push(Buffer.concat([Buffer.from(`${path}/`), entry.name]))
  }
  return entries !== undefined
}

function isBlankable(path: string, identity: Identity): boolean {
  const stat = fs.lstatSync(path, { throwIfNoEntry: false })
  return stat !== undefined && isSame(stat, identity) && stat.nlink === 1 && stat.size <= MAX_META_BYTES
}

/** Cut to nothing, the file would go to the disk when it is next closed; so something stays, and is written over. */
function blank(path: string): void {
  const fd = fs.openSync(path, fs.constants.O_WRONLY | fs.constants.O_NOFOLLOW)
  try {
    fs.writeSync(fd, NO_META)
    fs.ftruncateSync(fd, NO_META.length)
  } finally {
    fs.closeSync(fd)
  }
}

function isSame(stat: fs.Stats, { dev, ino, uid, gid, mode }: Identity): boolean {
  return stat.dev === dev && stat.ino === ino && stat.uid === uid && stat.gid === gid && stat.mode === mode
}
