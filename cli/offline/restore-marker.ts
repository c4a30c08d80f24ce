import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { IteronError, messageOf } from '../../core/errors.ts'
import { makeFolder } from '../../core/make-folder.ts'

const MARKER = 'restore.json'
const DONE = 'restore.done'

const restoringSchema = z.object({ installation: z.string(), snapshot: z.string() })

/** What is being restored into a data folder. */
export type Restoring = Readonly<z.infer<typeof restoringSchema>>

/** FAILED_PRECONDITION for a data folder whose restore hasn't come to its end. */
export function refuseHalfRestored(data: string): void {
  const restoring = readMarker(data)
  if (restoring === undefined) return
  throw new IteronError(
    'FAILED_PRECONDITION',
    `the data folder ${data} is only half restored, from the snapshot ${restoring.snapshot}`,
    { hint: `Finish it: \`iteron restore DIR --data ${data}\`; it goes on where it was.` },
  )
}

/**
 * The marks of a restore in its data folder: while they are there nothing else opens it. FAILED_PRECONDITION for a
 * folder that holds anything else, or another restore.
 */
export class RestoreMarker {
  readonly #data: string

  private constructor(data: string) {
    this.#data = data
  }

  static begin(data: string, wanted: Restoring): RestoreMarker {
    const marker = new RestoreMarker(data)
    const found = readMarker(data)
    if (found === undefined) marker.#write(wanted)
    else if (found.installation !== wanted.installation || found.snapshot !== wanted.snapshot)
      throw otherRestore(data, found)
    return marker
  }

  /** The pieces that are done; a line that a crash cut short is none. */
  done(): Set<string> {
    const file = path.join(this.#data, DONE)
    return new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [])
  }

  markDone(piece: string): void {
    appendFileSync(path.join(this.#data, DONE), `${piece}\n`)
  }

  /** All of it is there and on the disk: the folder is a data folder from now on. */
  finish(): void {
    rmSync(path.join(this.#data, DONE), { force: true })
    rmSync(path.join(this.#data, MARKER))
    syncPath(this.#data)
  }

  #write(restoring: Restoring): void {
    makeDataFolder(this.#data)
    const file = path.join(this.#data, MARKER)
    // what a crash left before the first mark
    rmSync(`${file}.new`, { force: true })
    const [other] = readdirSync(this.#data)
    if (other !== undefined) throw notEmpty(this.#data, other)
    writeFileSync(`${file}.new`, `${JSON.stringify(restoring)}\n`)
    syncPath(`${file}.new`)
    renameSync(`${file}.new`, file)
    syncPath(this.#data)
  }
}

function readMarker(data: string): Restoring | undefined {
  const file = path.join(data, MARKER)
  if (!existsSync(file)) return undefined
  try {
    return restoringSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new IteronError(
      'DATA_LOSS',
      `the data folder ${data} is only half restored, and ${file} is damaged`,
      {
        hint: 'Remove the folder and restore the backup anew.',
        cause: error,
      },
    )
  }
}

function makeDataFolder(data: string): void {
  try {
    makeFolder(data, 0o700)
  } catch (error) {
    throw new IteronError(
      'FAILED_PRECONDITION',
      `the data folder ${data} can't be made: ${messageOf(error)}`,
      {
        hint: 'Name a new folder with --data.',
        cause: error,
      },
    )
  }
}

function syncPath(file: string): void {
  const fd = openSync(file, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

function notEmpty(data: string, name: string): IteronError {
  return new IteronError('FAILED_PRECONDITION', `the data folder ${data} is not empty: it has ${name}`, {
    hint: 'Name a new folder with --data, or move this one away first.',
  })
}

function otherRestore(data: string, { snapshot, installation }: Restoring): IteronError {
  return new IteronError(
    'FAILED_PRECONDITION',
    `the data folder ${data} has a half restored snapshot ${snapshot} of the installation ${installation}`,
    { hint: `Finish that with --snapshot ${snapshot}, or remove the folder and begin anew.` },
  )
}
