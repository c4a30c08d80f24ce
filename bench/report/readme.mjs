import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const README = fileURLToPath(new URL('../README.md', import.meta.url))
export const BEGIN = '<!-- results: written by `npm run bench -- --write` -->'
export const END = '<!-- end of results -->'

/** Puts the table into README.md. */
export async function writeTable(table) {
  await writeFile(README, withTable(await readFile(README, 'utf8'), table))
}

/** The text with everything between the two markers replaced. */
export function withTable(text, table) {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (from === -1 || to < from) throw new Error(`bench/README.md has no ${BEGIN} before ${END}`)
  return `${text.slice(0, from + BEGIN.length)}\n\n${table}\n${text.slice(to)}`
}
