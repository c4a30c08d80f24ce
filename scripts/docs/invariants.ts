import { BLOBS, BUS, FILES, INVARIANTS } from '../../core/invariants/invariants.ts'
import { code, table } from './markdown.ts'

const HEAD = ['what holds', 'what it means', 'when it is broken']

/** What `iteron doctor` checks of every record, a table for each collection. */
export function recordInvariants(): string {
  const collections = [...new Set(INVARIANTS.map(({ collection }) => collection))]
  return collections
    .map((collection) => {
      const rules = INVARIANTS.filter((rule) => rule.collection === collection)
      return `### ${code(collection)}\n\n${table(HEAD, rules.map(rowOf))}`
    })
    .join('\n\n')
}

/** What it checks of blobs only when it is asked to. */
export function blobInvariants(): string {
  const rules: readonly (readonly [string, typeof BLOBS])[] = [
    ['--blobs', BLOBS],
    ['--verify-files', FILES],
  ]
  return table(
    ['option', ...HEAD],
    rules.map(([option, rule]) => [code(option), ...rowOf(rule)]),
  )
}

/** What it checks of the bus. */
export function busInvariants(): string {
  return table(HEAD, [rowOf(BUS)])
}

function rowOf({ name, means, remedy }: typeof BLOBS): string[] {
  return [name, means, remedy]
}
