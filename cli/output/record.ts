import type { Session } from '../session.ts'
import { pairs, table, type Column } from './table.ts'

/** Prints one value: as JSON or YAML, or as `text` says for people. */
export async function printRecord(session: Session, value: object, text: () => string): Promise<void> {
  if (session.format === 'json') await session.print(`${JSON.stringify(value, null, 2)}\n`)
  else if (session.format === 'yaml') await session.print(await yamlOf(value))
  else await session.print(text())
}

/** Prints one value of a stream: JSON on one line, a YAML document, or a line for people. */
export async function printLine(session: Session, value: object, text: () => string): Promise<void> {
  if (session.format === 'json') await session.print(`${JSON.stringify(value)}\n`)
  else if (session.format === 'yaml') await session.print(`---\n${await yamlOf(value)}`)
  else await session.print(`${text()}\n`)
}

/** A part of a record's text: a title, and a table below it; nothing without items. */
export function section<T>(
  session: Session,
  title: string,
  columns: readonly Column<T>[],
  items: readonly T[],
): string {
  if (items.length === 0) return ''
  return `\n${title}\n${table(columns, items, hasColours(session))}`
}

export { pairs }

/** Whether the results go to a terminal that may be given colours. */
export function hasColours(session: Session): boolean {
  return session.io.stdout.isTTY === true && (session.io.env.NO_COLOR ?? '') === ''
}

export async function yamlOf(value: unknown): Promise<string> {
  const { stringify } = await import('yaml')
  // JSON first: absent values are left out
  return stringify(JSON.parse(JSON.stringify(value)) as unknown, { lineWidth: 0 })
}
