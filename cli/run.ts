import type { Command, Noun } from './command.ts'
import { cliErrorOf, describeError, interrupted, usageError, type CliError } from './errors.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { write, type Io } from './io.ts'
import { NOUNS } from './nouns.ts'

/** Told which command runs, before it does. */
export type OnCommand = (command: Command) => void

/** Runs one command line; everything that goes wrong is told on standard error and by the exit code. */
export async function runCli(
  argv: readonly string[],
  io: Io,
  onCommand: OnCommand = () => undefined,
  nouns: readonly Noun[] = NOUNS,
): Promise<ExitCode> {
  try {
    return await run(argv, io, onCommand, nouns)
  } catch (error) {
    // what was going on when the user interrupted tells nothing
    const known = io.signal.aborted ? interrupted() : cliErrorOf(error)
    await write(io.stderr, describeError(known, wantsJson(argv, io.env)))
    return known.exit
  }
}

async function run(
  argv: readonly string[],
  io: Io,
  onCommand: OnCommand,
  nouns: readonly Noun[],
): Promise<ExitCode> {
  if (argv[0] === '--get-yargs-completions') {
    const { completions } = await import('./completion.ts')
    await write(io.stdout, `${(await completions(argv.slice(1), nouns)).join('\n')}\n`)
    return EXIT.done
  }
  const { parse } = await import('./parse.ts')
  const parsed = await parse(argv, nouns, io.stdout.columns)
  if (parsed.kind === 'text') {
    await write(argv.length === 0 ? io.stderr : io.stdout, `${parsed.text.trimEnd()}\n`)
    return argv.length === 0 ? EXIT.usage : EXIT.done
  }
  onCommand(parsed.command)
  return await runCommand(parsed.command, parsed.args, io)
}

async function runCommand(command: Command, args: Record<string, unknown>, io: Io): Promise<ExitCode> {
  const { loadConfig } = await import('./config/load.ts')
  const { Session } = await import('./session.ts')
  const shape = shapeOf(command, args.output)
  const { isSetting } = await import('./options.ts')
  const { GLOBAL_OPTIONS } = await import('./parse.ts')
  const options = { ...GLOBAL_OPTIONS, ...command.options }
  const given = Object.entries(args).filter(([name]) => isSetting(options[name]))
  const flags = { ...Object.fromEntries(given), ...(shape === undefined ? {} : { output: undefined }) }
  const config = await loadConfig({
    flags,
    env: io.env,
    cwd: io.cwd,
    file: args.config as string | undefined,
  })
  const session = new Session(io, config, shape)
  try {
    return await command.run(session, args)
  } finally {
    await session.close()
  }
}

/** A format of the command's own, or a usage error for one that nothing knows. */
function shapeOf(command: Command, output: unknown): string | undefined {
  if (typeof output !== 'string') return undefined
  if (command.outputs.includes(output)) return output
  const known = ['table', 'json', 'yaml', ...command.outputs]
  if (!known.includes(output)) throw wrongOutput(output, known)
  return undefined
}

function wrongOutput(output: string, known: readonly string[]): CliError {
  return usageError(`--output can't be ${JSON.stringify(output)}`, `It is one of ${known.join(', ')}.`)
}

/** Errors are JSON for those who asked for JSON, even if the command line could not be read. */
function wantsJson(argv: readonly string[], env: Io['env']): boolean {
  const outputs = argv.flatMap((word, index) => outputIn(word, argv[index + 1]))
  const letterIsTaken = argv.includes('module') && (argv.includes('create') || argv.includes('update'))
  const given = outputs.filter(({ short }) => !(short && letterIsTaken)).at(-1)
  return (given?.value ?? env.ITERON_OUTPUT) === 'json'
}

function outputIn(word: string, next: string | undefined): { short: boolean; value: string }[] {
  const joined = /^(?:(--output=)|(-o=?))(.+)$/.exec(word)
  if (joined !== null) return [{ short: joined[2] !== undefined, value: joined[3] ?? '' }]
  return (word === '--output' || word === '-o') && next !== undefined
    ? [{ short: word === '-o', value: next }]
    : []
}
