import { closeSync, constants, fchmodSync, fstatSync, openSync, readdirSync } from 'node:fs'

const LINUX = process.platform === 'linux'
/** macOS' O_NOFOLLOW_ANY: no link in any part of the path. On Linux each part is opened by itself. */
const NO_LINKS = process.platform === 'darwin' ? 0x2000_0000 : constants.O_NOFOLLOW
const OWNER = 0o700

export type EntryKind = 'file' | 'folder' | 'link' | 'other'

export interface Entry {
  /** As the file system has it: any bytes but `/` and NUL. */
  readonly name: Buffer
  readonly kind: EntryKind
}

/** A regular file, open for reading; who opened it closes it. */
export interface OpenFile {
  readonly fd: number
  readonly size: number
  /** How many names it has. */
  readonly links: number
}

/**
 * A folder that is held open, so that nothing that happens to its path leads elsewhere: what is reached through it is
 * in it, and a
 * link is never followed (ELOOP, ENOTDIR). Where there is no /proc the path is used, and links are refused in all of
 * it.
 */
export class Folder {
  readonly #fd: number
  readonly #path: string

  private constructor(fd: number, path: string) {
    this.#fd = fd
    this.#path = path
  }

  /** Opens a folder by its path; only the last part is known to be no link. */
  static open(path: string): Folder {
    const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | NO_LINKS)
    try {
      unlock(fd)
    } catch (error) {
      closeSync(fd)
      throw error
    }
    return new Folder(fd, LINUX ? `/proc/self/fd/${fd}` : path)
  }

  /** The folder at a relative path below, opened one part at a time. */
  folder(path: string): Folder {
    const [first = '', ...rest] = path.split('/')
    let current = Folder.open(this.at(first))
    for (const part of rest) {
      try {
        const next = Folder.open(current.at(part))
        current.close()
        current = next
      } catch (error) {
        current.close()
        throw error
      }
    }
    return current
  }

  /** Opens a regular file; undefined for anything else under that name. Never waits for a pipe's other end. */
  file(name: string): OpenFile | undefined {
    const fd = openSync(this.at(name), constants.O_RDONLY | constants.O_NONBLOCK | NO_LINKS)
    const stat = fstatSync(fd)
    if (stat.isFile()) return { fd, size: stat.size, links: stat.nlink }
    closeSync(fd)
    return undefined
  }

  /** What is in it, in the order of the names' bytes. */
  entries(): Entry[] {
    return readdirSync(this.#path, { withFileTypes: true, encoding: 'buffer' })
      .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
      .sort((a, b) => Buffer.compare(a.name, b.name))
  }

  /** A path by which an entry can be given to others for as long as the folder is open. */
  at(name: string): string {
    return `${this.#path}/${name}`
  }

  close(): void {
    closeSync(this.#fd)
  }
}

/** A module may have taken its own permissions away: files are moved out of here. */
function unlock(fd: number): void {
  const { mode, uid } = fstatSync(fd)
  if ((mode & OWNER) !== OWNER && uid === process.getuid?.()) fchmodSync(fd, (mode & 0o777) | OWNER)
}

function kindOf(entry: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }): EntryKind {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  return entry.isSymbolicLink() ? 'link' : 'other'
}
