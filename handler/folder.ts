import { constants } from 'node:fs'
import { open, readdir, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'

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

/**
 * A folder that is held open, so that nothing that happens to its path leads elsewhere: what is reached through it is in it, and a
 * link is never followed (ELOOP, ENOTDIR). Where there is no /proc the path is used, and links are refused in all of it.
 */
export class Folder {
  readonly #handle: FileHandle
  readonly #path: string

  private constructor(handle: FileHandle, path: string) {
    this.#handle = handle
    this.#path = path
  }

  /** Opens a folder by its path; only the last part is known to be no link. */
  static async open(path: string): Promise<Folder> {
    const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | NO_LINKS)
    const folder = new Folder(handle, LINUX ? `/proc/self/fd/${handle.fd}` : path)
    try {
      await folder.#unlock()
    } catch (error) {
      await handle.close()
      throw error
    }
    return folder
  }

  /** The folder at a relative path below, opened one part at a time. */
  async folder(path: string): Promise<Folder> {
    const [first = '', ...rest] = path.split('/')
    let current = await Folder.open(this.at(first))
    for (const part of rest) {
      const next = await Folder.open(current.at(part)).finally(() => current.close())
      current = next
    }
    return current
  }

  /** Opens a regular file for reading; undefined for anything else under that name. Never waits for a pipe's other end. */
  async file(name: string): Promise<FileHandle | undefined> {
    const handle = await open(this.at(name), constants.O_RDONLY | constants.O_NONBLOCK | NO_LINKS)
    const stat = await handle.stat()
    if (stat.isFile()) return handle
    await handle.close()
    return undefined
  }

  /** What is in it, in the order of the names' bytes. */
  async entries(): Promise<Entry[]> {
    const found = await readdir(this.#path, { withFileTypes: true, encoding: 'buffer' })
    return found
      .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
      .sort((a, b) => Buffer.compare(a.name, b.name))
  }

  /** A path by which an entry can be given to others for as long as the folder is open. */
  at(name: string): string {
    return join(this.#path, name)
  }

  close(): Promise<void> {
    return this.#handle.close()
  }

  /** A module may have taken its own permissions away: files are moved out of here. */
  async #unlock(): Promise<void> {
    const { mode, uid } = await this.#handle.stat()
    if ((mode & OWNER) !== OWNER && uid === process.getuid?.())
      await this.#handle.chmod((mode & 0o777) | OWNER)
  }
}

function kindOf(entry: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }): EntryKind {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  return entry.isSymbolicLink() ? 'link' : 'other'
}
