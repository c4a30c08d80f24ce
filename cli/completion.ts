import type { Noun } from './command.ts'
import { GLOBAL_OPTIONS } from './parse.ts'

/** What a shell may offer next. `words` is what was typed, the program's name first and the unfinished word last. */
export async function completions(words: readonly string[], nouns: readonly Noun[]): Promise<string[]> {
  const current = words.at(-1) ?? ''
  const [nounName, verbName] = words.slice(1, -1).filter((word) => !word.startsWith('-'))
  const noun = nouns.find(({ name }) => name === nounName)
  const commands = (await noun?.load()) ?? []
  const command = commands.find(({ usage }) => [nounName, verbName].includes(usage.split(' ', 1)[0]))
  const offered = current.startsWith('-')
    ? [...Object.keys(command?.options ?? {}), ...Object.keys(GLOBAL_OPTIONS), 'help'].map(
        (name) => `--${name}`,
      )
    : commandNames(nouns, nounName, command === undefined ? commands : [])
  return offered.filter((name) => name.startsWith(current))
}

function commandNames(
  nouns: readonly Noun[],
  typed: string | undefined,
  verbs: readonly { usage: string }[],
): string[] {
  if (typed === undefined) return [...nouns.map(({ name }) => name), 'completion']
  return verbs.map(({ usage }) => usage.split(' ', 1)[0] ?? '')
}
