import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AttemptFailure } from '../../core/model/attempt-failure.ts'
import type { InputEvent } from '../../core/model/attempt-task.ts'
import type { FileRef } from '../../core/model/event.ts'
import { checkPath, PATH_RULES } from '../../core/model/paths.ts'

/**
 * The event's files, each once. What could lead out of the workspace, or can't stand side by side in a folder, is
 * refused.
 */
export function inputFiles(event: Pick<InputEvent, 'id' | 'files'>): FileRef[] {
  const files = new Map<string, FileRef>()
  const folders = new Set<string>()
  for (const file of event.files) {
    const checked = checkPath(file.path)
    if (!checked.ok) throw refused(event.id, file.path, PATH_RULES[checked.rule])
    const twin = files.get(file.path)
    if (twin !== undefined && twin.digest !== file.digest)
      throw refused(event.id, file.path, 'two files with other content have this path')
    files.set(file.path, file)
    for (const folder of foldersOf(file.path)) folders.add(folder)
  }
  for (const path of files.keys()) {
    if (folders.has(path)) throw refused(event.id, path, 'another file has it as its folder')
  }
  return [...files.values()]
}

function* foldersOf(path: string): Generator<string> {
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1))
    yield path.slice(0, slash)
}

function refused(event: string, path: string, why: string): AttemptFailure {
  return new AttemptFailure(
    'configuration',
    `the file ${JSON.stringify(path)} of event ${event} can't be given to a module: ${why}`,
    {
      hint: 'Publish a new event with other file paths.',
    },
  )
}

/** Makes the folders for files, each once. */
export class FileFolders {
  readonly #made: Set<string>

  /** `existing` needs no making. */
  constructor(existing: string) {
    this.#made = new Set([existing])
  }

  /** The absolute path of a file below `root`, with its folder made. */
  place(root: string, path: string): string {
    const file = join(root, path)
    const folder = dirname(file)
    if (!this.#made.has(folder)) mkdirSync(folder, { recursive: true })
    this.#made.add(folder)
    return file
  }
}
