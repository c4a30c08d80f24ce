import type { Options } from 'yargs'
import type { Command, Noun } from '../../cli/command.ts'
import { NOUNS } from '../../cli/nouns.ts'
import { GLOBAL_OPTIONS } from '../../cli/parse.ts'
import { code, table } from './markdown.ts'

type OptionTable = Readonly<Record<string, Options>>

/** Every command with its options, as the parser and the help have them. */
export async function commandReference(): Promise<string> {
  const sections: string[] = [`Everywhere:\n\n${optionTable(GLOBAL_OPTIONS)}`]
  for (const noun of NOUNS) sections.push(await section(noun))
  return sections.join('\n\n')
}

async function section(noun: Noun): Promise<string> {
  const commands = await noun.load()
  const [only] = commands
  // a command of one word has the word itself as its usage
  if (commands.length === 1 && only !== undefined && firstWord(only.usage) === noun.name)
    return `### ${noun.name}\n\n${described(`\`iteron ${only.usage}\``, only)}`
  const texts = commands.map((command) => described(`#### \`iteron ${noun.name} ${command.usage}\``, command))
  return [`### ${noun.name}`, `${noun.describe}.`, ...texts].join('\n\n')
}

function described(title: string, command: Command): string {
  const positionals = Object.entries(command.positionals)
    .filter(([, { describe }]) => describe !== undefined)
    .map(([name, { describe = '' }]) => `- ${code(name)}: ${describe}`)
  const shown = visible(command.options)
  return [
    title,
    `${command.describe.replace(/\.$/, '')}.`,
    ...(positionals.length === 0 ? [] : [positionals.join('\n')]),
    ...(Object.keys(shown).length === 0 ? [] : [optionTable(shown)]),
  ].join('\n\n')
}

function visible(options: OptionTable): OptionTable {
  return Object.fromEntries(Object.entries(options).filter(([, { hidden }]) => hidden !== true))
}

function optionTable(options: OptionTable): string {
  const rows = Object.entries(options).map(([name, option]) => [flags(name, option), meaning(option)])
  return table(['option', 'meaning'], rows)
}

function flags(name: string, { alias, type }: Options): string {
  const others = alias === undefined ? [] : [alias].flat()
  const value = type === 'boolean' ? '' : ' VALUE'
  const all = [...others, name].map((one) => code(one.length === 1 ? `-${one}` : `--${one}`))
  return all.join(', ').replace(/`$/, `${value}\``)
}

function meaning({ describe = '', choices, demandOption, default: fallback }: Options): string {
  return [
    describe,
    choices === undefined ? '' : `One of ${choices.map((choice) => code(String(choice))).join(', ')}.`,
    demandOption === true ? 'Required.' : '',
    fallback === undefined ? '' : `Default ${code(String(fallback))}.`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}

function firstWord(usage: string): string {
  return usage.split(' ', 1)[0] ?? ''
}
