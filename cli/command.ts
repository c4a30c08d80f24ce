import type { InferredOptionTypes, Options, PositionalOptions } from 'yargs'
import type { ExitCode } from './exit-codes.ts'
import type { Session } from './session.ts'

type OptionTable = Readonly<Record<string, Options>>
type PositionalTable = Readonly<Record<string, PositionalOptions>>

// eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- no keys is what is meant
type NoOptions = Readonly<Record<never, never>>

/** The values that a command's options and positionals give, under their names as typed. */
export type ArgsOf<O extends OptionTable, P extends PositionalTable> = InferredOptionTypes<O> &
  InferredOptionTypes<P>

/** One command, as the parser, the help and the completion know it. */
export interface Command {
  /** Verb and positionals, `get <job>`. */
  readonly usage: string
  readonly describe: string
  readonly options: OptionTable
  readonly positionals: PositionalTable
  /** Formats besides table, json and yaml. */
  readonly outputs: readonly string[]
  /** `-o` is an option of the command's own, not short for --output. */
  readonly ownsOutputLetter: boolean
  /** The command ends by itself when the user interrupts. */
  readonly handlesSignals: boolean
  /** Refuses what no single option can; a usage error, before anything is done. */
  readonly check: (args: Record<string, unknown>) => void
  readonly run: (session: Session, args: Record<string, unknown>) => Promise<ExitCode>
}

export interface CommandDefinition<O extends OptionTable, P extends PositionalTable> {
  readonly usage: string
  readonly describe: string
  readonly options?: O
  readonly positionals?: P
  readonly outputs?: readonly string[]
  readonly ownsOutputLetter?: boolean
  readonly handlesSignals?: boolean
  readonly check?: (args: ArgsOf<O, P>) => void
  /** Nothing to return: it succeeded. */
  readonly run: (session: Session, args: ArgsOf<O, P>) => Promise<ExitCode | undefined>
}

/** Gives `run` and `check` the types that the options say. */
export function defineCommand<
  const O extends OptionTable = NoOptions,
  const P extends PositionalTable = NoOptions,
>(definition: CommandDefinition<O, P>): Command {
  const { usage, describe, options, positionals, check, run } = definition
  return {
    usage,
    describe,
    options: options ?? {},
    positionals: positionals ?? {},
    outputs: definition.outputs ?? [],
    ownsOutputLetter: definition.ownsOutputLetter ?? false,
    handlesSignals: definition.handlesSignals ?? false,
    check: (args) => check?.(args as ArgsOf<O, P>),
    run: async (session, args) => (await run(session, args as ArgsOf<O, P>)) ?? 0,
  }
}

/** A noun with its verbs, or a command of one word. */
export interface Noun {
  readonly name: string
  readonly describe: string
  readonly load: () => Promise<readonly Command[]>
}
