import type { FileHandle } from 'node:fs/promises'
import type { Json } from '../../core/ports/document-store.ts'
import type { Folder } from '../folder.ts'
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
export async function readText(folder: Folder, name: string, { label, maxBytes }: JsonFile): Promise<string> {
  try {
    const handle = await folder.file(name)
    if (handle === undefined) throw violation(label, 'is not a regular file')
    return decoded(label, await bytesOf(handle, label, maxBytes).finally(() => handle.close()))
  } catch (error) {
    throw asViolation(label, error)
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

/** The length of a value as JSON, bytes; what is nested too deeply to be written is refused. */
export function jsonBytes(label: string, value: Json): number {
  try {
    return Buffer.byteLength(JSON.stringify(value))
  } catch (error) {
    throw violation(label, 'is nested too deeply', { cause: error })
  }
}

async function bytesOf(handle: FileHandle, label: string, maxBytes: number): Promise<Buffer> {
  const { size } = await handle.stat()
  if (size > maxBytes) throw violation(label, `has ${size} bytes, and may have ${maxBytes} at most`)
  return handle.readFile()
}

function decoded(label: string, bytes: Buffer): string {
  try {
    return decoder.decode(bytes)
  } catch (error) {
    throw violation(label, 'is not valid UTF-8', { cause: error })
  }
}
