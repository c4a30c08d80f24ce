import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** What a test takes in the long form, and in the soak's. */
const NUMBERS = /\blong: ((?:(?!short:)[^])*?),\s+soak: ((?:(?!short:)[^])*?),?\s+\}\)/g

/** Paths of the tests below a folder that do more in the soak than in the long form: the others would only be repeated. */
export function soakFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => path.join(folder, name))
    .filter((file) => hasMore(readFileSync(file, 'utf8')))
    .sort()
}

function hasMore(text) {
  if (text.includes("form: 'soak'")) return true
  return [...text.matchAll(NUMBERS)].some(([all, long, soak]) => long !== soak && !/limitMs/i.test(all))
}
