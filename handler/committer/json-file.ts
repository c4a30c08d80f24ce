import { closeSync, readFileSync } from 'node:fs'
import { jsonProblem } from '../../core/model/json-value.ts'
import type { Json } from '../../core/ports/document-store.ts'
import type { Folder, OpenFile } from '../folder.ts'
import { asViolation, violation } from './violation.ts'

export interface JsonFile {
  /** For people: below the module's base directory. */
  readonly label: string
  /** Largest size, bytes. */
  readonly maxBytes: number
}

// A byte order mark at the beginning is dropped, as editors put it there.
const decoder = new TextDecoder('utf-8', { fatal: true })

/** The text of a small file, read without following links. */
export function readText(folder: Folder, name: string, { label, maxBytes }: JsonFile): string {
  const file = opened(folder, name, label)
  try {
    if (file.size > maxBytes)
      throw violation(label, `has ${file.size} bytes, and may have ${maxBytes} at most`)
    return decoded(label, readFileSync(file.fd))
  } finally {
    closeSync(file.fd)
  }
}

/** The JSON value that the text says. */
export function parseJson(label: string, text: string): Json {
  if (text.trim() === '') throw violation(label, 'is empty: it must hold JSON')
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    throw violation(label, `is not valid JSON: ${(error as Error).message}`, { cause: error })
  }
}

/** The length of a value as JSON, bytes; what would not be written as it was read is refused. */
export function jsonBytes(label: string, value: Json): number {
  const problem = jsonProblem(value)
  if (problem !== undefined) throw violation(label, problem)
  return Buffer.byteLength(JSON.stringify(value))
}

function opened(folder: Folder, name: string, label: string): OpenFile {
  let file
  try {
    file = folder.file(name)
  } catch (error) {
    throw asViolation(label, error)
  }
  if (file === undefined) throw violation(label, 'is not a regular file')
  return file
}

function decoded(label: string, bytes: Buffer): string {
  try {
    return decoder.decode(bytes)
  } catch (error) {
    throw violation(label, 'is not valid UTF-8', { cause: error })
  }
}
