import yargs, { type Argv, type Options } from 'yargs'
import { VERSION } from '../core/version.ts'
import type { Command, Noun } from './command.ts'
import { usageError, type CliError } from './errors.ts'
import { settingOptions } from './options.ts'
import { explainRefusal } from './parse-refusal.ts'

/** What the command line asks for: a command with its values, or only a text (help, version, completion). */
export type Parsed =
  | { readonly kind: 'run'; readonly command: Command; readonly args: Record<string, unknown> }
  | { readonly kind: 'text'; readonly text: string }

export const GLOBAL_OPTIONS: Readonly<Record<string, Options>> = {
  ...settingOptions('endpoint', 'certfile', 'keyfile', 'cacertfile', 'timeout', 'output'),
  config: { type: 'string', describe: 'Configuration file; by default iteron.yaml in the current folder.' },
}

/** Reads the command line; a usage error says what is wrong with it. Only the nouns that it names are loaded. */
export async function parse(argv: readonly string[], nouns: readonly Noun[], columns = 100): Promise<Parsed> {
  const words = argv.flatMap(separateLetter)
  let chosen: { command: Command; args: Record<string, unknown> } | undefined
  let current: Command | undefined
  const parser = rootParser(columns)
  const verbs = new Map<string, readonly Command[]>()
  for (const noun of nouns) if (words.includes(noun.name)) verbs.set(noun.name, await noun.load())
  addNouns(parser, nouns, verbs, {
    choose: (command, args) => {
      chosen = { command, args }
    },
    enter: (command) => {
      current = command
    },
  })
  parser.fail((message, error) => {
    // yargs passes on whatever a callback threw
    const thrown = error as Error | undefined
    if (thrown !== undefined && thrown.name !== 'YError') throw thrown
    throw explainRefusal(message, { argv: words, nouns, verbs, command: current, globals: GLOBAL_OPTIONS })
  })
  let text = ''
  await parser.parseAsync(words, {}, (_error, _args, output) => {
    text = output
  })
  if (chosen === undefined) return { kind: 'text', text: text === '' ? await parser.getHelp() : text }
  return { kind: 'run', command: chosen.command, args: readValues(chosen.command, chosen.args) }
}

/** `-ojson` is `-o json`. */
function separateLetter(word: string): string[] {
  const value = /^-o(table|json|yaml|tree|dot)$/.exec(word)?.[1]
  return value === undefined ? [word] : ['-o', value]
}

function rootParser(columns: number): Argv {
  return yargs()
    .scriptName('iteron')
    .usage('iteron: programs over files, started by events.\n\niteron <command>')
    .locale('en')
    .parserConfiguration({
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'boolean-negation': false,
    })
    .options(withValues(GLOBAL_OPTIONS))
    .help('help')
    .alias('help', 'h')
    .version('version', 'Show the version', VERSION)
    .strict()
    .exitProcess(false)
    .wrap(Math.min(columns, 110))
}

function addNouns(
  parser: Argv,
  nouns: readonly Noun[],
  verbs: ReadonlyMap<string, readonly Command[]>,
  listener: Listener,
): void {
  for (const noun of nouns) addNoun(parser, noun, verbs.get(noun.name) ?? [], listener)
  parser.command('completion', 'Print the script that completes commands in bash or zsh', {}, () => {
    parser.showCompletionScript()
  })
  showGlobalsLast(parser)
}

function showGlobalsLast(parser: Argv): Argv {
  return parser.group([...Object.keys(GLOBAL_OPTIONS), 'help', 'version'], 'Everywhere:')
}

interface Listener {
  choose(command: Command, args: Record<string, unknown>): void
  enter(command: Command): void
}

function addNoun(parser: Argv, noun: Noun, commands: readonly Command[], listener: Listener): void {
  const [only] = commands
  if (commands.length === 1 && only !== undefined && firstWord(only.usage) === noun.name) {
    addCommand(parser, only, listener)
    return
  }
  parser.command(noun.name, noun.describe, (inner: Argv) => {
    for (const command of commands) addCommand(inner, command, listener)
    return inner
      .usage(`iteron ${noun.name}: ${noun.describe}\n\niteron ${noun.name} <command>`)
      .demandCommand(1)
  })
}

function addCommand(parser: Argv, command: Command, listener: Listener): void {
  parser.command(
    command.usage,
    command.describe,
    (inner: Argv) => {
      listener.enter(command)
      for (const [name, positional] of Object.entries(command.positionals)) {
        const { coerce: _own, ...rest } = positional
        inner.positional(name, rest)
      }
      if (!command.ownsOutputLetter) inner.alias('output', 'o')
      const own = inner.options(withValues(command.options)).group(Object.keys(command.options), 'Options:')
      return showGlobalsLast(own)
    },
    (args) => {
      listener.choose(command, args)
    },
  )
}

/** Every option but a switch needs a value. Values are read after parsing, by `readValues`. */
function withValues(options: Readonly<Record<string, Options>>): Record<string, Options> {
  return Object.fromEntries(
    Object.entries(options).map(([name, { coerce: _own, ...option }]) => [
      name,
      { ...option, requiresArg: option.type !== 'boolean' },
    ]),
  )
}

function readValues(command: Command, args: Record<string, unknown>): Record<string, unknown> {
  const known = { ...GLOBAL_OPTIONS, ...command.options, ...command.positionals }
  const values = { ...args }
  for (const [name, option] of Object.entries(known)) {
    const many = option.array === true || option.type === 'array'
    if (Array.isArray(args[name]) && !many) throw twice(name)
    if (option.coerce !== undefined) values[name] = (option.coerce as (value: unknown) => unknown)(args[name])
  }
  command.check(values)
  return values
}

function twice(name: string): CliError {
  return usageError(`--${name} was given more than once`, 'Give it once.')
}

function firstWord(usage: string): string {
  return usage.split(' ', 1)[0] ?? ''
}
