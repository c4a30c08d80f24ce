import { readlinkSync } from 'node:fs'
import { posix } from 'node:path'
import { compareText } from '../../core/model/order.ts'
import { checkPath, PATH_RULES } from '../../core/model/paths.ts'
import type { Entry, Folder } from '../folder.ts'
import { Pace } from '../../core/pace.ts'
import { asViolation, violation } from './violation.ts'

/** A file of `out/data`, as it was found. */
export interface OutputFile {
  /** Relative to `out/data`. */
  readonly path: string
  /** Where the bytes are: the path itself, or for a symbolic link the path of the file that it leads to. */
  readonly source: string
}

interface Walk {
  readonly data: Folder
  readonly files: Set<string>
  /** Path of a link → what it says. */
  readonly links: Map<string, string>
  readonly maxFiles: number
}

/**
 * All files below `out/data`, in the order of their paths. A symbolic link to a regular file in `out/data` stands for a
 * copy of it;
 * any other link, and whatever isn't a file or folder, is refused. Empty folders are left out.
 */
export async function findFiles(
  data: Folder,
  options: { readonly outData: string; readonly maxFiles: number; readonly signal?: AbortSignal | undefined },
): Promise<OutputFile[]> {
  const walk: Walk = {
    data,
    files: new Set(),
    links: new Map(),
    maxFiles: options.maxFiles,
  }
  const pace = new Pace()
  const folders = look(walk, data, '')
  const way = new Way(data)
  try {
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      await pace.turn(options.signal)
      for (const found of lookBelow(walk, way, folder)) folders.push(found)
    }
  } finally {
    way.close()
  }
  const copies = [...walk.links.keys()].map((path) => ({
    path,
    source: followed(walk, path, options.outData),
  }))
  return [...Array.from(walk.files, (path) => ({ path, source: path })), ...copies].sort((a, b) =>
    compareText(a.path, b.path),
  )
}

function lookBelow(walk: Walk, way: Way, path: string): string[] {
  try {
    return look(walk, way.to(path), `${path}/`)
  } catch (error) {
    throw asViolation(`out/data/${path}`, error)
  }
}

/** The folder looked at last, from which the next is often one step: from the top, deep ones would be many. */
class Way {
  readonly #top: Folder
  #at: { readonly path: string; readonly folder: Folder } | undefined

  constructor(top: Folder) {
    this.#top = top
  }

  /** Open until the next call. */
  to(path: string): Folder {
    const from = this.#at
    const isBelow = from !== undefined && path.startsWith(`${from.path}/`)
    const folder = isBelow ? from.folder.folder(path.slice(from.path.length + 1)) : this.#top.folder(path)
    this.close()
    this.#at = { path, folder }
    return folder
  }

  close(): void {
    this.#at?.folder.close()
    this.#at = undefined
  }
}

/** Takes note of the files and links of one folder and returns the paths of its folders. */
function look(walk: Walk, folder: Folder, prefix: string): string[] {
  const folders: string[] = []
  for (const entry of folder.entries()) {
    const path = acceptable(prefix, entry)
    if (entry.kind === 'folder') folders.push(path)
    else if (entry.kind === 'file') walk.files.add(path)
    else if (entry.kind === 'link') walk.links.set(path, textOf(folder, entry, path))
    else throw violation(`out/data/${path}`, 'is a device, a socket or a pipe: only files can be kept')
    if (walk.files.size + walk.links.size > walk.maxFiles) {
      throw violation(
        'out/data',
        `holds more than ${walk.maxFiles} files, which is the most that one job may write`,
      )
    }
  }
  return folders
}

/** What a link says. */
function textOf(folder: Folder, { name }: Entry, path: string): string {
  try {
    return readlinkSync(folder.at(name.toString()))
  } catch (error) {
    throw asViolation(`out/data/${path}`, error)
  }
}

function acceptable(prefix: string, entry: Entry): string {
  const checked = checkPath(Buffer.concat([Buffer.from(prefix), entry.name]))
  if (checked.ok) return checked.path
  throw violation(
    Buffer.concat([Buffer.from(`out/data/${prefix}`), entry.name]),
    `breaks a rule: ${PATH_RULES[checked.rule]}`,
  )
}

const MAX_LINKS = 40

/**
 * The regular file that a link leads to. Links are only read, never followed; since no folder may be a link, their text
 * says enough.
 */
function followed(walk: Walk, link: string, outData: string): string {
  let path = link
  for (let links = 0; links < MAX_LINKS; links += 1) {
    const text = walk.links.get(path)
    if (text === undefined) break
    path = targetOf(path, text, outData)
    if (path === '..' || path.startsWith('../') || path.startsWith('/')) throw leaves(link)
  }
  if (walk.files.has(path)) return path
  throw violation(`out/data/${link}`, 'is a symbolic link that leads to no file in out/data', {
    hint: 'Links to files in out/data are kept as copies; write the files themselves otherwise.',
  })
}

function targetOf(link: string, text: string, outData: string): string {
  return posix.isAbsolute(text) ? posix.relative(outData, text) : posix.join(posix.dirname(link), text)
}

function leaves(link: string): Error {
  return violation(`out/data/${link}`, 'is a symbolic link that leaves out/data', {
    hint: 'Write the file itself into out/data.',
  })
}
