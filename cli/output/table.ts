import Table from 'cli-table3'
import { oneLine } from './text.ts'

/** One column of a list. */
export interface Column<T> {
  readonly title: string
  readonly value: (item: T) => string | number | undefined
}

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

/** Columns without lines; bold titles where `colours` is set. Ends with a line's end. */
export function table<T>(columns: readonly Column<T>[], items: readonly T[], colours: boolean): string {
  const head = columns.map(({ title }) => title.toUpperCase())
  return render([
    head.map((title) => (colours ? `\u001b[1m${title}\u001b[22m` : title)),
    ...rows(columns, items),
  ])
}

/** One line for each pair; pairs without a value are left out. */
export function pairs(entries: readonly (readonly [string, string | number | undefined])[]): string {
  const shown = entries.filter(([, value]) => value !== undefined && value !== '')
  return render(shown.map(([name, value]) => [`${name}:`, oneLine(String(value))]))
}

function rows<T>(columns: readonly Column<T>[], items: readonly T[]): string[][] {
  return items.map((item) =>
    columns.map(({ value }) => {
      const text = oneLine(String(value(item) ?? ''))
      return text === '' ? '-' : text
    }),
  )
}

function render(lines: string[][]): string {
  const printer = new Table({
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  printer.push(...lines)
  const text = printer.toString()
  return text === '' ? '' : `${text.replace(/ +$/gm, '')}\n`
}
