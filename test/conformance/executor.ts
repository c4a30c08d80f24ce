import { describe } from '@jest/globals'
import type { Executor } from '../../core/ports/executor.ts'
import { testEnds } from './executor-cases/ends.ts'
import { testIsolation } from './executor-cases/isolation.ts'
import { testKnown } from './executor-cases/known.ts'
import { testLogs } from './executor-cases/logs.ts'
import { testProcesses } from './executor-cases/processes.ts'

/** What the suite needs programs for; the comment says what each one does with its arguments. */
export type Behaviour =
  /** `exit <code>` */
  | 'exit'
  /** `raise <signal number>`: ends by that signal. */
  | 'raise'
  /** `print <text>…`: each as a line. */
  | 'print'
  /** `print-bare <text>`: without a newline. */
  | 'print-bare'
  /** `print-base64 <base64>`: those bytes. */
  | 'print-base64'
  /** `flood <bytes>`: so many bytes of `x`, no newline, then ends with code 0. */
  | 'flood'
  /** Prints `ready`, then never ends; by SIGTERM with code 7, after it printed `terminated`. */
  | 'sleep'
  /** Prints `ready`, then never ends and ignores SIGTERM. */
  | 'stubborn'
  /** Prints JSON: `{ arguments, environment, directory, stdin }`. */
  | 'describe'
  /** Starts a child that never ends and ends with code 0. Real processes only, like the following. */
  | 'fork'
  /** Starts a grandchild in a session of its own that never ends, and ends with code 0 after it printed `ready`. */
  | 'daemon'
  /** Like `daemon`, but stays itself for ever, ignoring SIGTERM. */
  | 'daemon-stubborn'
  /** Appends a line to the file that its argument names. */
  | 'append'

/** What an adapter's test gives. */
export interface ExecutorHarness {
  /** A new executor, not opened, with no more than `slots` tasks at a time, if it limits them. */
  create(slots: number): Promise<Executor>
  /** A new and empty absolute directory. */
  directory(): Promise<string>
  /** The program for a behaviour. */
  command(behaviour: Behaviour, ...parameters: string[]): readonly string[]
  /** A file that exists and isn't executable. */
  notExecutable(): Promise<string>
  /** Whether programs are processes of this machine, so that `/proc` tells what is left. */
  readonly processes: boolean
  /** Variables that the executor adds to the environment. */
  readonly added: readonly string[]
}

/** The definition of the port: every executor passes this. */
export function testExecutor(name: string, harness: ExecutorHarness): void {
  describe(`${name} is an executor`, () => {
    testKnown(harness)
    testEnds(harness)
    testLogs(harness)
    testIsolation(harness)
    if (harness.processes) testProcesses(harness)
  })
}
