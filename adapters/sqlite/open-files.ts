import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'
import { IteronError, messageOf } from '../../core/errors.ts'

/** The database, its log, the log's index and a journal. */
const WANTED = 4
const CODES = /\bE[MN]FILE\b/

/** Whether the process has too few descriptors left for SQLite, which says only that it can't open a file. */
export function isOutOfFiles(): boolean {
  const opened: number[] = []
  try {
    while (opened.length < WANTED) opened.push(openSync(devNull, 'r'))
    return false
  } catch (error) {
    return isTooManyFiles(error)
  } finally {
    for (const fd of opened) closeSync(fd)
  }
}

/** Threads that can't begin for it say so in their message. */
export function isTooManyFiles(error: unknown): boolean {
  return error !== undefined && CODES.test(messageOf(error))
}

export function tooManyFiles(what: string, cause?: unknown): IteronError {
  return new IteronError('RESOURCE_EXHAUSTED', `too many open files: ${what}`, { cause, hint: MORE_FILES })
}

export const MORE_FILES =
  'Raise the limit of open files, by `ulimit -n` or LimitNOFILE of the service: 1024 is enough for most.'
