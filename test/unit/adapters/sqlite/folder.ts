import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach } from '@jest/globals'
import type { CollectionSpec } from '../../../../core/ports/document-store.ts'
import { openSqlite, type SqliteFile, type SqliteOptions } from '../../../../adapters/sqlite/sqlite-file.ts'

const BUILD = fileURLToPath(new URL('../../../../dist/adapters/sqlite/', import.meta.url))
const CORE = fileURLToPath(new URL('../../../../dist/core/', import.meta.url))

export const ROWS: CollectionSpec = {
  name: 'rows',
  indexes: [{ fields: ['state', 'rank'] }, { fields: ['tags'], multi: true }],
}

/** Folders, open files and child processes of one test, all gone after it. */
export class Bench {
  readonly #folders: string[] = []
  readonly #files: SqliteFile[] = []
  readonly #children: ChildProcess[] = []

  constructor() {
    afterEach(async () => {
      for (const child of this.#children.splice(0)) await killed(child)
      for (const file of this.#files.splice(0)) await file.close()
      for (const folder of this.#folders.splice(0)) await rm(folder, { recursive: true })
    })
  }

  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'iteron-sqlite-'))
    this.#folders.push(folder)
    return folder
  }

  async open(folder: string, options?: SqliteOptions): Promise<SqliteFile> {
    const file = await openSqlite(folder, options)
    this.#files.push(file)
    return file
  }

  /**
   * Runs a module's text in a process of its own, over the build: `openSqlite`, `sqliteDocumentStore`,
   * `sqliteEventBus`,
   * `folder` and `say(line)` are there. `prefix` is shell that comes before.
   */
  program(folder: string, body: string, prefix = ''): Program {
    const text = `
      import { openSqlite } from '${BUILD}sqlite-file.js'
      import { sqliteDocumentStore } from '${BUILD}document-store.js'
      import { sqliteEventBus } from '${BUILD}event-bus.js'
      import { codeOf } from '${CORE}errors.js'
      const folder = ${JSON.stringify(folder)}
      const say = (line) => process.stdout.write(line + '\\n')
      ${body}`
    const script = `${prefix} exec "$0" --input-type=module -e "$1"`
    const env = { ...process.env, NODE_OPTIONS: '' }
    const child = spawn('/bin/sh', ['-c', script, process.execPath, text], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#children.push(child)
    return new Program(child)
  }
}

export class Program {
  readonly pid: number
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>

  constructor(child: ChildProcess) {
    this.#child = child
    this.pid = child.pid!
    this.#lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  }

  /** The next line that the program said; undefined at its end. */
  async line(): Promise<string | undefined> {
    const result = await this.#lines.next()
    return result.done === true ? undefined : result.value
  }

  async kill(): Promise<void> {
    await killed(this.#child)
  }
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}
