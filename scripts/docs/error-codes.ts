import { cliErrorOf } from '../../cli/errors.ts'
import { ERROR_CODES, IteronError, type ErrorCode } from '../../core/errors.ts'
import { code, table } from './markdown.ts'

const MEANINGS: Readonly<Record<ErrorCode, string>> = {
  CANCELLED: 'The caller gave up, or the server is stopping.',
  UNKNOWN: 'Something outside of Iteron failed in a way that it does not know.',
  INVALID_ARGUMENT:
    'The request is wrong whatever the state of the system: a bad id, path, address or specification.',
  DEADLINE_EXCEEDED: 'The time that the caller gave was over.',
  NOT_FOUND: 'Nothing has that name, id or key.',
  ALREADY_EXISTS: 'The name, id or key is taken.',
  PERMISSION_DENIED: "An event from outside carries the installation's own source.",
  RESOURCE_EXHAUSTED: 'Too large, too many, or no room left.',
  FAILED_PRECONDITION:
    'Not possible in this state: redriving a job that runs, listening beyond loopback without TLS, a data folder in use.',
  ABORTED: 'Somebody else changed the same thing at the same time.',
  OUT_OF_RANGE: 'A range that begins behind the end of a blob.',
  UNIMPLEMENTED: 'The adapter in use cannot do it: a signed link to a file, for example.',
  INTERNAL: 'A fault of Iteron: the log of the server has more.',
  UNAVAILABLE: 'The server, or what it stores in, cannot be reached now.',
  DATA_LOSS: 'Bytes or records are not what they were.',
  UNAUTHENTICATED: 'Reserved for tokens, which come later.',
}

/** Every code with whether trying again may help, and the exit code that the command line ends with. */
export function errorCodes(): string {
  const rows = ERROR_CODES.map((name) => {
    const error = new IteronError(name, '')
    return [code(name), MEANINGS[name], error.retryable ? 'yes' : '', String(cliErrorOf(error).exit)]
  })
  return table(['code', 'when', 'try again', 'exit code'], rows)
}
