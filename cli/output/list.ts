import type { Session } from '../session.ts'
import { hasColours, yamlOf } from './record.ts'
import { table, type Column } from './table.ts'

/** How the items of a list are shown. */
export interface ListView<T> {
  readonly json: (item: T) => unknown
  readonly columns: readonly Column<T>[]
  /** Said to people, on standard error, when there is nothing. */
  readonly none: string
}

/** Prints a list page by page, in bounded memory: one JSON array, one YAML sequence, or a table. */
export async function printList<T>(
  session: Session,
  pages: AsyncIterable<readonly T[]>,
  view: ListView<T>,
): Promise<void> {
  if (session.format === 'json') await printJson(session, pages, view)
  else if (session.format === 'yaml') await printYaml(session, pages, view)
  else await printTables(session, pages, view)
}

async function printJson<T>(
  session: Session,
  pages: AsyncIterable<readonly T[]>,
  view: ListView<T>,
): Promise<void> {
  let before = '['
  for await (const page of pages) {
    const items = page.map((item) => `\n${JSON.stringify(view.json(item), null, 2).replace(/^/gm, '  ')}`)
    if (items.length === 0) continue
    await session.print(before + items.join(','))
    before = ','
  }
  await session.print(before === '[' ? '[]\n' : '\n]\n')
}

async function printYaml<T>(
  session: Session,
  pages: AsyncIterable<readonly T[]>,
  view: ListView<T>,
): Promise<void> {
  let empty = true
  for await (const page of pages) {
    if (page.length === 0) continue
    await session.print(await yamlOf(page.map((item) => view.json(item))))
    empty = false
  }
  if (empty) await session.print('[]\n')
}

async function printTables<T>(
  session: Session,
  pages: AsyncIterable<readonly T[]>,
  view: ListView<T>,
): Promise<void> {
  let empty = true
  for await (const page of pages) {
    if (page.length === 0) continue
    const text = table(view.columns, page, hasColours(session))
    await session.print(empty ? text : text.slice(text.indexOf('\n') + 1))
    empty = false
  }
  if (empty) await session.note(view.none)
}
