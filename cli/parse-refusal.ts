import type { Options } from 'yargs'
import type { Command, Noun } from './command.ts'
import { usageError, type CliError } from './errors.ts'
import { nearest } from './nearest.ts'

export interface RefusalContext {
  readonly argv: readonly string[]
  readonly nouns: readonly Noun[]
  /** The verbs of the nouns that were loaded, by noun. */
  readonly verbs: ReadonlyMap<string, readonly Command[]>
  /** The command whose options were being read. */
  readonly command: Command | undefined
  readonly globals: Readonly<Record<string, Options>>
}

/** A refusal of the parser in our words: what is wrong, and what was probably meant. */
export function explainRefusal(message: string, context: RefusalContext): CliError {
  const unknown = /^Unknown (?:argument|command)s?: (.*)$/s.exec(message)?.[1]
  if (unknown !== undefined) return unknownArguments(unknown.split(', '), context)
  const missing = /^Missing required arguments?: (.*)$/s.exec(message)?.[1]
  if (missing !== undefined) return missingFlags(missing.split(', '), context)
  const empty = /^Not enough arguments following: (.*)$/s.exec(message)?.[1]
  if (empty !== undefined)
    return usageError(`${flagOf(longName(empty, context))} needs a value`, helpHint(context))
  if (message.startsWith('Not enough non-option arguments')) return missingWords(context)
  return exclusive(message) ?? usageError(message, helpHint(context))
}

function exclusive(message: string): CliError | undefined {
  const both = /^Arguments (\S+) and (\S+) are mutually exclusive/.exec(message)?.slice(1)
  return both && usageError(`${both.map(flagOf).join(' and ')} were given together`, 'Give one of them.')
}

function unknownArguments(names: readonly string[], context: RefusalContext): CliError {
  const flag = names.find((name) => isFlag(name, context.argv))
  const word = names.find((name) => !isFlag(name, context.argv))
  const unknownWord = word === undefined ? undefined : unknownCommand(word, context)
  if (unknownWord !== undefined && context.command === undefined) return unknownWord
  if (flag !== undefined) return unknownFlag(flag, context)
  return usageError(`unexpected argument ${JSON.stringify(word ?? '')}`, helpHint(context))
}

function isFlag(name: string, argv: readonly string[]): boolean {
  return argv.some(
    (word) =>
      word.split('=', 1)[0] === flagOf(name) ||
      (/^-[^-]/.test(word) && word.includes(name) && name.length === 1),
  )
}

function unknownFlag(name: string, context: RefusalContext): CliError {
  const names = [...Object.keys(context.command?.options ?? {}), ...Object.keys(context.globals), 'help']
  const similar = name.length > 1 ? nearest(name, names) : undefined
  return usageError(
    `there is no option ${flagOf(name)}${context.command === undefined ? '' : ` of \`${called(context)}\``}`,
    similar === undefined ? helpHint(context) : `Did you mean --${similar}?`,
  )
}

function unknownCommand(word: string, context: RefusalContext): CliError | undefined {
  const noun = nounOf(context)
  if (noun === undefined) {
    const names = context.nouns.map(({ name }) => name)
    return didYouMean(
      `there is no command ${JSON.stringify(word)}`,
      nearest(word, names),
      'iteron',
      '`iteron --help` lists all commands.',
    )
  }
  const verbs = verbsOf(noun, context)
  if (verbs.includes(word)) return undefined // an unknown option before it took the noun for its value
  return didYouMean(
    `there is no command ${JSON.stringify(`${noun} ${word}`)}`,
    nearest(word, verbs),
    `iteron ${noun}`,
    `There are: ${verbs.join(', ')}.`,
  )
}

function didYouMean(
  message: string,
  similar: string | undefined,
  before: string,
  otherwise: string,
): CliError {
  return usageError(message, similar === undefined ? otherwise : `Did you mean \`${before} ${similar}\`?`)
}

function missingFlags(names: readonly string[], context: RefusalContext): CliError {
  const flags = names.map((name) => flagOf(longName(name, context)))
  return usageError(`${flags.join(' and ')} ${flags.length === 1 ? 'is' : 'are'} missing`, helpHint(context))
}

function missingWords(context: RefusalContext): CliError {
  const noun = nounOf(context)
  if (context.command === undefined && noun !== undefined)
    return usageError(
      `\`iteron ${noun}\` needs a command`,
      `There are: ${verbsOf(noun, context).join(', ')}.`,
    )
  const wanted = context.command?.usage.match(/<[^>]+>/g)?.join(' ') ?? 'an argument'
  return usageError(`${wanted} is missing`, `Usage: \`${called(context)}\`.`)
}

function nounOf({ argv, nouns }: RefusalContext): string | undefined {
  return argv.find((word) => nouns.some((noun) => noun.name === word))
}

function verbsOf(noun: string, context: RefusalContext): string[] {
  return (context.verbs.get(noun) ?? []).map((verb) => verb.usage.split(' ', 1)[0] ?? '')
}

function helpHint(context: RefusalContext): string {
  const verb = context.command?.usage.split(' ', 1)[0]
  const words = ['iteron', nounOf(context), verb === nounOf(context) ? undefined : verb]
  return `\`${words.filter((word) => word !== undefined).join(' ')} --help\` shows how it is used.`
}

function called(context: RefusalContext): string {
  const noun = nounOf(context)
  const usage = context.command?.usage ?? ''
  return noun === undefined || usage === noun || usage.startsWith(`${noun} `)
    ? `iteron ${usage}`
    : `iteron ${noun} ${usage}`
}

/** The long name of an option that was given by its letter. */
function longName(name: string, context: RefusalContext): string {
  const options = Object.entries({ ...context.globals, ...context.command?.options })
  const aliased = options.find(([, { alias }]) => [alias].flat().includes(name))
  return aliased?.[0] ?? name
}

function flagOf(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`
}
