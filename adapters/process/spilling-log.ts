import { open, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { messageOf } from '../../core/errors.ts'
import type { LogLine } from '../../core/ports/executor.ts'
import { TaskLog } from '../../core/tasks/task-log.ts'
import type { LogCursor } from '../../core/tasks/task-log.ts'

/** What all logs together hold in memory, bytes. */
export class LogMemory {
  readonly limit: number
  used = 0

  constructor(limit: number) {
    this.limit = limit
  }
}

/** A log up to this size needs no file, bytes. */
const SMALL_BYTES = 16 * 1024
const LINE_OVERHEAD_BYTES = 64
const READ_BYTES = 256 * 1024
const NEWLINE = 0x0a

/**
 * A log that is held in memory while it is small, and then in a file with a line `[at, text]` of JSON for each of its
 * lines.
 */
export class SpillingLog extends TaskLog {
  readonly #path: () => string
  readonly #memory: LogMemory
  #lines: LogLine[] = []
  #bytes = 0
  /** Where in the file each line that was in memory ends. */
  readonly #ends: number[] = [0]
  #file: Promise<FileHandle> | undefined
  #filePath = ''
  #unwritten: string[] = []
  #unwrittenBytes = 0
  #written = 0
  #writing: Promise<void> | undefined
  #failure: LogLine | undefined

  /** `path` names the file when there has to be one. */
  constructor(path: () => string, memory: LogMemory) {
    super()
    this.#path = path
    this.#memory = memory
  }

  /** What waits to be written, bytes: who writes more than the disk takes should wait. */
  get backlog(): number {
    return this.#unwrittenBytes
  }

  append(line: LogLine): void {
    if (this.#file !== undefined) {
      this.#write(line)
      return
    }
    this.#lines.push(line)
    this.#hold(line.text.length + LINE_OVERHEAD_BYTES)
    if (this.#bytes > SMALL_BYTES || this.#memory.used > this.#memory.limit) this.#spill()
    else this.changed()
  }

  /** Resolves when all that was appended can be read. */
  async written(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing
  }

  async remove(): Promise<void> {
    this.#hold(-this.#bytes)
    this.#lines = []
    if (this.#file === undefined) return
    await this.written()
    await this.#file.then((file) => file.close()).catch(() => undefined)
    await rm(this.#filePath, { force: true })
  }

  protected cursor(): LogCursor {
    let next = 0
    let offset: number | undefined
    let told = false
    return {
      read: async () => {
        if (this.#file === undefined) {
          const lines = this.#lines.slice(next)
          next += lines.length
          return lines
        }
        offset ??= this.#ends[next] ?? 0
        const { lines, length } = await this.#readFile(offset)
        offset += length
        if (length > 0 || told || this.#failure === undefined || this.#writing !== undefined) return lines
        told = true
        return [this.#failure]
      },
    }
  }

  #hold(bytes: number): void {
    this.#bytes += bytes
    this.#memory.used += bytes
  }

  #spill(): void {
    this.#filePath = this.#path()
    this.#file = open(this.#filePath, 'w+', 0o600)
    const lines = this.#lines
    this.#lines = []
    this.#hold(-this.#bytes)
    for (const line of lines) {
      this.#write(line)
      this.#ends.push(this.#unwrittenBytes)
    }
  }

  #write(line: LogLine): void {
    if (this.#failure !== undefined) return
    const text = `${JSON.stringify([line.at, line.text])}\n`
    this.#unwritten.push(text)
    this.#unwrittenBytes += Buffer.byteLength(text)
    this.#writing ??= this.#writeAll()
  }

  async #writeAll(): Promise<void> {
    try {
      const file = await this.#file
      while (this.#unwritten.length > 0) {
        const bytes = Buffer.from(this.#unwritten.join(''))
        this.#unwritten = []
        await file?.writeFile(bytes)
        this.#unwrittenBytes -= bytes.length
        this.#written += bytes.length
        this.changed()
      }
    } catch (error) {
      const at = Date.now()
      this.#failure = { at, text: `… the rest of the log could not be kept: ${messageOf(error)}` }
      this.#unwritten = []
      this.#unwrittenBytes = 0
    } finally {
      this.#writing = undefined
      this.changed()
    }
  }

  /** Whole lines from the offset on; none where the file could not be made or is gone. */
  async #readFile(offset: number): Promise<{ lines: LogLine[]; length: number }> {
    const room = Math.min(READ_BYTES, this.#written - offset)
    if (room <= 0) return { lines: [], length: 0 }
    const buffer = Buffer.allocUnsafe(room)
    const file = await this.#file
    const { bytesRead = 0 } = (await file?.read(buffer, 0, room, offset).catch(() => undefined)) ?? {}
    const length = buffer.subarray(0, bytesRead).lastIndexOf(NEWLINE) + 1
    return { lines: parseLines(buffer.toString('utf8', 0, length)), length }
  }
}

function parseLines(text: string): LogLine[] {
  if (text === '') return []
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => {
      const [at, content] = JSON.parse(line) as [number, string]
      return { at, text: content }
    })
}
