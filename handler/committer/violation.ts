import { AttemptFailure } from '../../core/model/attempt-failure.ts'
import { systemCode } from '../system-code.ts'

const SHOWN_CHARACTERS = 200
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffd]/

/** The outputs are refused as a whole: `file` (below the module's base directory) breaks the rule. */
export function violation(
  file: string | Buffer,
  rule: string,
  more: { hint?: string; cause?: unknown } = {},
): AttemptFailure {
  return new AttemptFailure('commit', `the outputs were refused: ${shown(file)} ${rule}`, more)
}

/**
 * A name as people can read it: quoted and escaped where it holds what doesn't print, bytes as they are where it isn't
 * UTF-8.
 */
export function shown(name: string | Buffer): string {
  const text = name.toString()
  if (Buffer.isBuffer(name) && !Buffer.from(text).equals(name)) return shortened(escaped(name))
  return shortened(UNPRINTABLE.test(text) ? JSON.stringify(text) : text)
}

/** What the system refuses because of the file itself is the module's doing; any other error stays as it is. */
export function asViolation(file: string | Buffer, error: unknown): unknown {
  switch (systemCode(error)) {
    case 'ELOOP':
    case 'ENOTDIR':
      return violation(file, 'is not the folder or file that it must be: links are not followed', {
        cause: error,
      })
    case 'EACCES':
    case 'EPERM':
      return violation(file, "can't be read: its permissions forbid it", { cause: error })
    case 'ENOENT':
    case 'EINVAL':
      return violation(file, 'was changed or removed while it was looked at', { cause: error })
    case 'ENXIO':
      return violation(file, 'is not a regular file', { cause: error })
    default:
      return error
  }
}

function escaped(bytes: Buffer): string {
  const parts = Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
  )
  return `"${parts.join('')}"`
}

function shortened(text: string): string {
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`
}
