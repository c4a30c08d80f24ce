import { IteronError } from '../errors.ts'
import type { ManifestEntry } from '../model/artifact.ts'
import type { Json } from '../ports/document-store.ts'

/** The highest form of `metadata.yaml` that is understood. */
const KNOWN_FORMAT = 1

/** What a `metadata.yaml` says. */
export interface StoredMetadata {
  readonly fields: Readonly<Record<string, Json>>
  readonly used: readonly { readonly artifact: string; readonly event: string }[]
  readonly files: readonly ManifestEntry[]
}

const FIELD = /^([A-Za-z]+): (.+)$/
const ENTRY = /^ {2}- \{(.*)\}$/
const PAIR = /([A-Za-z]+): ("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null)(?:, |$)/y

/**
 * Reads the lines of a `metadata.yaml` as Iteron writes it: one line for each field and file, every scalar as JSON.
 * DATA_LOSS, naming
 * the line, for anything else.
 */
export async function readMetadata(lines: AsyncIterable<string>): Promise<StoredMetadata> {
  const fields: Record<string, Json> = {}
  const lists: Record<string, Record<string, Json>[]> = { used: [], manifest: [] }
  let list: Record<string, Json>[] | undefined
  let n = 0
  for await (const line of lines) {
    n += 1
    const entry = ENTRY.exec(line)
    const name = /^([A-Za-z]+):(?: \[\])?$/.exec(line)?.[1]
    if (entry !== null && list !== undefined) list.push(pairsOf(entry[1] ?? '', n))
    else if (name !== undefined) list = lists[name]
    else if (line !== '') Object.assign(fields, fieldOf(line, n))
  }
  const format = fields['format']
  if (typeof format !== 'number' || format > KNOWN_FORMAT) {
    throw new IteronError(
      'DATA_LOSS',
      `the form ${JSON.stringify(format)} of the file is not known to this version of Iteron`,
    )
  }
  return {
    fields,
    used: lists['used'] as never,
    files: (lists['manifest'] as unknown as ManifestEntry[]).map(checked),
  }
}

function fieldOf(line: string, n: number): Record<string, Json> {
  const found = FIELD.exec(line)
  if (found === null) throw unreadable(n)
  return { [found[1] ?? '']: json(found[2] ?? '', n) }
}

function pairsOf(text: string, n: number): Record<string, Json> {
  const pairs: Record<string, Json> = {}
  let at = 0
  while (at < text.length) {
    PAIR.lastIndex = at
    const found = PAIR.exec(text)
    if (found === null) throw unreadable(n)
    pairs[found[1] ?? ''] = json(found[2] ?? '', n)
    at = PAIR.lastIndex
  }
  return pairs
}

function json(text: string, n: number): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    throw unreadable(n)
  }
}

function checked(entry: ManifestEntry): ManifestEntry {
  const { path, digest, size, key } = entry
  const sound =
    [path, digest, key].every((text) => typeof text === 'string' && text !== '') && Number.isInteger(size)
  if (!sound)
    throw new IteronError('DATA_LOSS', `the manifest's entry ${JSON.stringify(entry)} is not complete`)
  return { path, digest, size, key }
}

function unreadable(line: number): IteronError {
  return new IteronError('DATA_LOSS', `line ${line} is not as Iteron writes it`)
}
