import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { CodeFile } from '../proto/generated/iteron/v1/CodeFile.ts'
import { usageError } from './errors.ts'
import { SHELL, type SpecInput } from './module-spec.ts'

export interface ResolvedProgram {
  /** The specification with absolute paths of the program files. */
  readonly spec: SpecInput
  readonly code: readonly CodeFile[]
}

/**
 * Makes elements of the command that name regular files absolute, from `folder`, and digests them. Other elements stay
 * as
 * they are. A usage error if the program itself is a path to nothing.
 */
export async function resolveProgram(spec: SpecInput, folder: string): Promise<ResolvedProgram> {
  const { command } = spec
  if (!Array.isArray(command) || !command.every((element) => typeof element === 'string'))
    return { spec, code: [] } // the server says what is wrong with it
  const shellLine = command.length === 3 && command[0] === SHELL && command[1] === '-c'
  if (shellLine) return { spec, code: [] }
  const resolved = command.map((element, index) => programFile(element, index, folder) ?? element)
  const files = resolved.filter((element) => path.isAbsolute(element) && isFile(element))
  const code: CodeFile[] = []
  for (const file of new Set(files)) code.push({ path: file, digest: await digestOf(file) })
  refuseMissing(spec, command[0], folder)
  return { spec: { ...spec, command: resolved }, code }
}

/** A program without a slash is looked up by PATH, as a shell would. */
function programFile(element: string, index: number, folder: string): string | undefined {
  if (element === '' || element.includes('\0') || (index === 0 && !element.includes('/'))) return undefined
  const absolute = path.resolve(folder, element)
  return isFile(absolute) ? absolute : undefined
}

function refuseMissing(spec: SpecInput, program: string | undefined, folder: string): void {
  const local = spec.executor === undefined || spec.executor === 'local'
  if (
    !local ||
    program === undefined ||
    !program.includes('/') ||
    programFile(program, 0, folder) !== undefined
  )
    return
  throw usageError(
    `the command's program ${program} is not a file (looked in ${folder})`,
    'Check the path: it is relative to the folder of module.yaml.',
  )
}

function isFile(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false })?.isFile() === true
  } catch {
    return false // too long for a path, or in a folder that can't be read: an argument like any other
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(file), hash)
  } catch (error) {
    throw usageError(`the program file ${file} can't be read: ${(error as Error).message}`)
  }
  return `sha256:${hash.digest('hex')}`
}
