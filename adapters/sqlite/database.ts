import { DatabaseSync, type StatementSyncInstance } from '@photostructure/sqlite'
import { isOutOfFiles } from './open-files.ts'

export type SqlValue = string | number | bigint | null | Uint8Array
export type Row = readonly SqlValue[]

/** What went wrong, as far as anyone acts on it. */
export type Fault = 'full' | 'busy' | 'corrupt' | 'io' | 'access' | 'files' | 'other'

const CACHED_STATEMENTS = 300
const SHM_FULL = 4874
const CANT_OPEN = 14
const FAULTS: Readonly<Record<number, Fault>> = {
  3: 'access',
  5: 'busy',
  6: 'busy',
  8: 'access',
  10: 'io',
  11: 'corrupt',
  13: 'full',
  [CANT_OPEN]: 'access',
  26: 'corrupt',
}
const SENTENCES: Readonly<Record<string, Fault>> = {
  'database disk image is malformed': 'corrupt',
  'disk I/O error': 'io',
  'database or disk is full': 'full',
}

/** One connection with its prepared statements. The only file that knows the driver. */
export class Database {
  readonly #connection: InstanceType<typeof DatabaseSync>
  readonly #statements = new Map<string, StatementSyncInstance>()

  constructor(path: string, options: { readonly readOnly?: boolean; readonly waitMs?: number } = {}) {
    this.#connection = new DatabaseSync(path, {
      readOnly: options.readOnly ?? false,
      timeout: options.waitMs ?? 0,
    })
  }

  get inTransaction(): boolean {
    return this.#connection.isTransaction
  }

  /** Runs statements that aren't worth keeping. */
  exec(sql: string): void {
    this.#connection.exec(sql)
  }

  /** Returns the number of changed rows. */
  run(sql: string, parameters: readonly SqlValue[] = []): number {
    return this.#prepared(sql).run(...bindable(parameters)).changes
  }

  get(sql: string, parameters: readonly SqlValue[] = []): Row | undefined {
    return this.#prepared(sql).get(...bindable(parameters)) as Row | undefined
  }

  all(sql: string, parameters: readonly SqlValue[] = []): Row[] {
    return this.#prepared(sql).all(...bindable(parameters)) as Row[]
  }

  /** Rows one at a time. No other call with the same SQL before the last row, or the end of the loop. */
  iterate(sql: string, parameters: readonly SqlValue[] = []): Iterable<Row> {
    return this.#prepared(sql).iterate(...bindable(parameters)) as Iterable<Row>
  }

  close(): void {
    this.#statements.clear()
    this.#connection.close()
  }

  #prepared(sql: string): StatementSyncInstance {
    const cached = this.#statements.get(sql)
    if (cached !== undefined) return cached
    if (this.#statements.size >= CACHED_STATEMENTS) this.#statements.clear()
    const statement = this.#connection.prepare(sql)
    statement.setReturnArrays(true)
    this.#statements.set(sql, statement)
    return statement
  }
}

/** The driver would cut text at a NUL without a word. */
function bindable(parameters: readonly SqlValue[]): readonly SqlValue[] {
  for (const value of parameters) {
    if (typeof value === 'string' && value.includes('\0'))
      throw new TypeError('text with a NUL must not reach SQLite')
  }
  return parameters
}

/**
 * Whether the driver would bind a number as a neighbouring integer: it takes what is nearer to one than 2^-52 for one.
 * Such a number goes as JSON text, see `placeholder`.
 */
export function isMisbound(value: SqlValue): value is number {
  return (
    typeof value === 'number' &&
    !Number.isInteger(value) &&
    Math.abs(value - Math.floor(value)) < Number.EPSILON
  )
}

/** Undefined for what isn't an error of SQLite. */
export function faultOf(error: unknown): Fault | undefined {
  const { errcode, sqliteExtendedCode } = (error ?? {}) as { errcode?: unknown; sqliteExtendedCode?: unknown }
  if (typeof errcode !== 'number') return faultBySentence(error)
  if (sqliteExtendedCode === SHM_FULL || errcode === SHM_FULL) return 'full'
  if ((errcode & 0xff) === CANT_OPEN && isOutOfFiles()) return 'files'
  return FAULTS[errcode & 0xff] ?? 'other'
}

/** The driver's iterators throw SQLite's sentence without its code. */
function faultBySentence(error: unknown): Fault | undefined {
  return error instanceof Error ? SENTENCES[error.message] : undefined
}
