import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { IteronError } from '../../core/errors.ts'
import type { ControlFolder } from './control-folder.ts'
import { Guard } from './guard.ts'
import { Leftovers } from './leftovers.ts'
import { parseProbe, PROBE_TEXT } from './shell-text.ts'
import type { ShellTraits } from './shell-text.ts'
import { SpawnerPool } from './spawner-pool.ts'

const PROBE_LIMIT_MS = 10_000

/** What an open executor has running or open on the machine. */
export interface Machinery {
  readonly traits: ShellTraits
  readonly pool: SpawnerPool
  readonly leftovers: Leftovers
  close(): Promise<void>
}

/** Ends what a former process left in the folder first. FAILED_PRECONDITION where the shell is of no use. */
export async function startMachinery(
  shell: readonly string[],
  folder: ControlFolder,
  starveMs: number,
): Promise<Machinery> {
  await folder.open()
  const traits = await probe(shell)
  const guard = new Guard(shell, folder.mark, starveMs)
  const sessions = new Set<number>()
  guard.start((pid) => sessions.add(pid))
  const pool = new SpawnerPool(shell, folder, guard, sessions)
  const leftovers = new Leftovers(sessions)
  return {
    traits,
    pool,
    leftovers,
    close: async () => {
      await pool.close()
      await guard.close()
      leftovers.close()
    },
  }
}

async function probe(shell: readonly string[]): Promise<ShellTraits> {
  const [program = '', ...rest] = shell
  const options = { env: {}, timeout: PROBE_LIMIT_MS }
  const cause = await promisify(execFile)(program, [...rest, '-c', PROBE_TEXT], options).then(
    ({ stdout }) => parseProbe(stdout) ?? new Error('it finds no `env` and `nice`'),
    (error: unknown) => error,
  )
  if (isTraits(cause)) return cause
  throw new IteronError(
    'FAILED_PRECONDITION',
    `The shell ${shell.join(' ')} can't be used to start programs.`,
    {
      cause,
      hint: 'Iteron needs a POSIX shell at /bin/sh and the usual programs: env, nice, mkfifo, grep, sleep.',
    },
  )
}

function isTraits(value: unknown): value is ShellTraits {
  return typeof value === 'object' && value !== null && 'environment' in value
}
