import { accessSync, constants as fileConstants, existsSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import type { Task } from '../../core/ports/executor.ts'

const NOT_EXECUTABLE = 126
const NOT_FOUND = 127
const KILLED = 128 + constants.signals.SIGKILL
const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin'

/** A sentence on an exit code; undefined for success. */
export function exitReason(code: number): string | undefined {
  if (code === 0) return undefined
  if (code === KILLED) return 'It was killed (exit code 137, SIGKILL), probably because memory ran out.'
  const signal = Object.entries(constants.signals).find(([, number]) => code === 128 + number)?.[0]
  return `It ended with exit code ${String(code)}${signal === undefined ? '' : ` (${signal})`}.`
}

/** Why a shell could not replace itself with the program. */
export function unstartableReason(task: Task, code: number): string {
  const program = JSON.stringify(task.command[0])
  if (!existsSync(task.directory)) return `The working directory ${task.directory} does not exist.`
  if (code === NOT_FOUND)
    return `The program ${program} was not found, or the interpreter that its first line names.`
  if (code === NOT_EXECUTABLE) {
    return `The program ${program} can't be executed: it isn't executable for us, or its arguments and environment are too long.`
  }
  return `The program ${program} can't be started in ${task.directory}.`
}

/** For a program that was started by way of `env`, which exits by these codes when there is no such program. */
export function isUnstartable(task: Task, code: number): boolean {
  if (code !== NOT_EXECUTABLE && code !== NOT_FOUND) return false
  const program = task.command[0] ?? ''
  if (program.includes('/'))
    return !isExecutable(isAbsolute(program) ? program : resolve(task.directory, program))
  const folders = (task.environment.PATH ?? DEFAULT_PATH).split(':')
  return !folders.some((folder) => isExecutable(join(resolve(task.directory, folder), program)))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, fileConstants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
