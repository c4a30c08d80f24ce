/** Longest part between two slashes, and longest path, in bytes of UTF-8. */
const MAX_PATH_PART_BYTES = 255
export const MAX_PATH_BYTES = 4096

/** The rules of a relative file path, each with the words that an error shows for it. */
export const PATH_RULES = {
  'not-utf8': 'a path must be valid UTF-8',
  empty: 'a path must not be empty',
  absolute: 'a path must be relative: no leading "/"',
  nul: 'a path must not contain NUL',
  'empty-part': 'a path must not have an empty part: no "//", no "/" at the end',
  dot: 'a path must not have the part "." or ".."',
  'part-too-long': `a part of a path must have at most ${MAX_PATH_PART_BYTES} bytes`,
  'too-long': `a path must have at most ${MAX_PATH_BYTES} bytes`,
} as const

export type PathRule = keyof typeof PATH_RULES

/** The path as text, or the first rule that it breaks. */
export type PathCheck =
  { readonly ok: true; readonly path: string } | { readonly ok: false; readonly rule: PathRule }

const LONE_SURROGATE = /\p{Surrogate}/u

/**
 * Decides whether a relative file path is acceptable, the same for an outside event's `files` and for a module's
 * `out/data`.
 * Bytes are what a file system gives as a name. Newlines, control characters and any Unicode are allowed.
 */
export function checkPath(path: string | Uint8Array): PathCheck {
  const text = typeof path === 'string' ? wellFormed(path) : decode(path)
  if (text === undefined) return { ok: false, rule: 'not-utf8' }
  const rule = brokenRule(text)
  return rule === undefined ? { ok: true, path: text } : { ok: false, rule }
}

function brokenRule(path: string): PathRule | undefined {
  if (path === '') return 'empty'
  if (path.startsWith('/')) return 'absolute'
  if (path.includes('\0')) return 'nul'
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) return 'too-long'
  for (const part of path.split('/')) {
    if (part === '') return 'empty-part'
    if (part === '.' || part === '..') return 'dot'
    if (Buffer.byteLength(part) > MAX_PATH_PART_BYTES) return 'part-too-long'
  }
  return undefined
}

/** A string with half a surrogate pair has no UTF-8 form. */
function wellFormed(text: string): string | undefined {
  return LONE_SURROGATE.test(text) ? undefined : text
}

// ignoreBOM: a leading U+FEFF is part of the name.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}
