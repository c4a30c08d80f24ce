/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')
}

/** Text as code, empty text as nothing. */
export function code(text: string): string {
  return text === '' ? '' : `\`${text}\``
}

/** The words of a list as code. */
export function codes(words: readonly string[]): string {
  return words.map(code).join(', ')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
