import { IteronError, isIteronError, messageOf } from '../../core/errors.ts'
import { faultOf, type Fault } from './database.ts'
import { MORE_FILES } from './open-files.ts'
import type { EncodedError } from './requests.ts'

/** Any error as it crosses from the worker; the only place where SQLite's errors get codes. */
export function encodeError(error: unknown): EncodedError {
  if (isIteronError(error)) return { code: error.code, message: error.message, hint: error.hint }
  const fault = faultOf(error)
  return { ...answers(fault), message: `${describe(fault)}: ${messageOf(error)}` }
}

export function decodeError({ code, message, hint }: EncodedError): IteronError {
  return new IteronError(code, message, hint === undefined ? {} : { hint })
}

function answers(fault: Fault | undefined): Omit<EncodedError, 'message'> {
  if (fault === 'full')
    return { code: 'RESOURCE_EXHAUSTED', hint: 'Make room on the disk; work goes on by itself then.' }
  if (fault === 'files') return { code: 'RESOURCE_EXHAUSTED', hint: MORE_FILES }
  if (fault === 'corrupt')
    return { code: 'DATA_LOSS', hint: 'Keep a copy of the data folder, then restore a backup.' }
  if (fault === 'io' || fault === 'access') {
    return {
      code: 'UNAVAILABLE',
      hint: 'Check the disk and the system log, then start again: what was acknowledged is kept.',
    }
  }
  return { code: 'INTERNAL', hint: undefined }
}

function describe(fault: Fault | undefined): string {
  if (fault === 'full') return 'the disk, or the room that the database may use, is full'
  if (fault === 'files') return 'too many open files'
  if (fault === 'corrupt') return 'the database is damaged'
  return fault === 'io' || fault === 'access'
    ? 'the database can no longer be written or read'
    : 'the database failed'
}
