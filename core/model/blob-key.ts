import { createHash } from 'node:crypto'
import { IteronError } from '../errors.ts'
import type { BlobStoreCapabilities } from '../ports/blob-store.ts'

/**
 * How a file's path becomes a key that every store can hold.
 *
 * A part keeps its characters, so that people can browse; what a store may mangle becomes `%XX` for each byte of UTF-8:
 * control characters, `%`, `/`, backslash, the noncharacters U+FFFE and U+FFFF, dots and spaces at the end (and with it
 * `.` and `..`). A part too long for the store becomes `start%~<sha-256 of the part>`, a path too long for it
 * `%_<sha-256 of the path>`: both can't be decoded, the manifest keeps the true path. Two paths never share a key.
 */
export type KeyLimits = Pick<BlobStoreCapabilities, 'maxPartBytes' | 'maxKeyBytes'>

const LONG_PART = '%~'
const LONG_PATH = '%_'
/** Marker and hex digits of a shortened part; a store that can't hold them can't be used. */
const SHORTENED_BYTES = LONG_PART.length + 64

const UNSAFE = /[\u0000-\u001f\u007f-\u009f%/\\\ufffe\uffff]|[. ]+$/gu
const LONE_SURROGATE = /\p{Surrogate}/u

/** One part of a key, for any text that isn't empty. */
export function encodePart(part: string, limits: Pick<KeyLimits, 'maxPartBytes'>): string {
  if (part === '' || LONE_SURROGATE.test(part)) {
    throw new IteronError(
      'INVALID_ARGUMENT',
      `${JSON.stringify(part)} can't be a part of a key: it is empty or not valid Unicode`,
    )
  }
  const encoded = part.replace(UNSAFE, percentEncode)
  if (Buffer.byteLength(encoded) <= limits.maxPartBytes) return encoded
  return cut(encoded, limits.maxPartBytes - SHORTENED_BYTES) + LONG_PART + sha256(part)
}

/** The key of a path below a prefix that ends in `/` (or is empty). */
export function encodePath(prefix: string, path: string, limits: KeyLimits): string {
  const key =
    prefix +
    path
      .split('/')
      .map((part) => encodePart(part, limits))
      .join('/')
  return Buffer.byteLength(key) <= limits.maxKeyBytes ? key : prefix + LONG_PATH + sha256(path)
}

/** The path that was encoded, or undefined where the key holds only its digest or isn't one of ours. */
export function decodePath(encoded: string): string | undefined {
  if (/%(?![0-9A-F]{2})/.test(encoded)) return undefined
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}

/** Refuses with INVALID_ARGUMENT what no store accepts as a key. Every adapter asks this first. */
export function assertKey(key: string, limits: KeyLimits): void {
  const problem = LONE_SURROGATE.test(key) ? 'it is not valid Unicode' : keyProblem(key, limits)
  if (problem !== undefined)
    throw new IteronError('INVALID_ARGUMENT', `${JSON.stringify(key)} is no key of a blob: ${problem}`)
}

/** Refuses with INVALID_ARGUMENT a prefix that isn't empty and isn't a key followed by `/`. */
export function assertPrefix(prefix: string, limits: KeyLimits): void {
  if (prefix === '') return
  if (!prefix.endsWith('/')) {
    throw new IteronError(
      'INVALID_ARGUMENT',
      `${JSON.stringify(prefix)} is no prefix of keys: it must end in "/"`,
    )
  }
  assertKey(prefix.slice(0, -1), limits)
}

function keyProblem(key: string, limits: KeyLimits): string | undefined {
  if (key.includes('\0')) return 'it contains NUL'
  if (Buffer.byteLength(key) > limits.maxKeyBytes) return `it has more than ${limits.maxKeyBytes} bytes`
  for (const part of key.split('/')) {
    if (part === '' || part === '.' || part === '..') return `it has the part ${JSON.stringify(part)}`
    if (Buffer.byteLength(part) > limits.maxPartBytes)
      return `it has a part of more than ${limits.maxPartBytes} bytes`
  }
  return undefined
}

function percentEncode(characters: string): string {
  return Array.from(
    Buffer.from(characters),
    (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('')
}

/** At most so many bytes, and no half character or half `%XX` at the end. */
function cut(encoded: string, bytes: number): string {
  let length = 0
  let result = ''
  for (const piece of encoded.match(/%[0-9A-F]{2}|[^%]/gu) ?? []) {
    length += Buffer.byteLength(piece)
    if (length > bytes) break
    result += piece
  }
  return result
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
