import { createHash, randomUUID } from 'node:crypto'
import { link, mkdir, open, realpath, rename, rm, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import type { File__Output } from '../proto/generated/iteron/v1/File.ts'
import { CliError, failure } from './errors.ts'
import { EXIT } from './exit-codes.ts'

/** A backslash is a character like others, but where it separates. */
const NOT_IN_A_NAME = path.sep === '\\' ? /[\0\\:]/ : /\0/

/** A path that a server names, as parts below the folder; an error if it could lead anywhere else. */
export function safeParts(name: string): string[] {
  const parts = name.split('/')
  const bad = parts.some((part) => part === '' || part === '.' || part === '..' || NOT_IN_A_NAME.test(part))
  if (bad || path.isAbsolute(name))
    throw failure(
      `the server named a file ${JSON.stringify(name)}, which could lead out of the folder`,
      'Nothing of it was written.',
    )
  return parts
}

/** A folder that downloaded files go to: nothing is written outside of it, and a file appears whole or not at all. */
export class DownloadTarget {
  readonly #folder: string
  readonly #force: boolean

  private constructor(folder: string, force: boolean) {
    this.#folder = folder
    this.#force = force
  }

  /** Makes the folder if there is none. */
  static async open(folder: string, force: boolean): Promise<DownloadTarget> {
    try {
      await mkdir(folder, { recursive: true })
      return new DownloadTarget(await realpath(folder), force)
    } catch (error) {
      throw failure(`the folder ${folder} can't be made: ${(error as Error).message}`)
    }
  }

  /** Begins a file under a temporary name. */
  async begin(file: File__Output): Promise<IncomingFile> {
    const parts = safeParts(file.path)
    const parent = path.join(this.#folder, ...parts.slice(0, -1))
    await mkdir(parent, { recursive: true })
    // a link that was there before could point out of the folder
    const real = await realpath(parent)
    if (real !== this.#folder && !real.startsWith(`${this.#folder}${path.sep}`))
      throw failure(`${parent} leads out of ${this.#folder}: nothing was written there`)
    const target = path.join(real, parts.at(-1) ?? '')
    const temporary = path.join(real, `.iteron-${randomUUID()}.part`)
    return new IncomingFile(file, { target, temporary, force: this.#force }, await open(temporary, 'wx'))
  }
}

interface Place {
  readonly target: string
  readonly temporary: string
  readonly force: boolean
}

/** One file on its way: `write` its bytes, then `commit`; or `discard`. */
export class IncomingFile {
  readonly #file: File__Output
  readonly #place: Place
  readonly #handle: FileHandle
  readonly #hash = createHash('sha256')
  #size = 0

  constructor(file: File__Output, place: Place, handle: FileHandle) {
    this.#file = file
    this.#place = place
    this.#handle = handle
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk)
    this.#size += chunk.length
    await this.#handle.writeFile(chunk)
  }

  /** Gives the file its name if its bytes are what they should be. */
  async commit(): Promise<void> {
    await this.#handle.close()
    const { path: name, digest, size } = this.#file
    const received = `sha256:${this.#hash.digest('hex')}`
    if (received !== digest || this.#size !== size)
      throw new CliError(
        EXIT.failed,
        'DATA_LOSS',
        `${name} did not arrive as it was stored: ${this.#size} of ${size} bytes, ${received} instead of ${digest}`,
        '`iteron artifact verify` says whether the stored bytes are intact.',
      )
    await this.#name()
  }

  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined)
    await rm(this.#place.temporary, { force: true })
  }

  async #name(): Promise<void> {
    const { target, temporary, force } = this.#place
    if (force) {
      await rename(temporary, target)
      return
    }
    try {
      await link(temporary, target) // fails where something has the name
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      throw new CliError(
        EXIT.refused,
        'ALREADY_EXISTS',
        `${target} exists already and was left as it is`,
        'Overwrite it with --force, or choose another folder.',
      )
    }
    await rm(temporary)
  }
}
