import { isAbsolute } from 'node:path'
import type { Task } from '../ports/executor.ts'

/** Why no machine could start this task, as a sentence; undefined: it may be tried. */
export function taskProblem(task: Task): string | undefined {
  if (task.command.length === 0 || task.command[0] === '') return 'The command names no program.'
  if (task.command.some(hasNul)) return 'The command contains a NUL character, which no argument can.'
  if (hasNul(task.directory)) return 'The working directory contains a NUL character, which no path can.'
  if (!isAbsolute(task.directory)) return `The working directory ${task.directory} is not absolute.`
  return environmentProblem(task.environment)
}

function environmentProblem(environment: Task['environment']): string | undefined {
  for (const [name, value] of Object.entries(environment)) {
    if (name === '' || name.includes('=')) return `${JSON.stringify(name)} is no name for a variable.`
    if (hasNul(name) || hasNul(value)) return `The variable ${JSON.stringify(name)} contains a NUL character.`
  }
  return undefined
}

function hasNul(text: string): boolean {
  return text.includes('\0')
}
