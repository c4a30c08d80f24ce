import type { Task } from '../../core/ports/executor.ts'

/** How a shell gives a program exactly its environment. */
export interface ShellTraits {
  /** `export`: its own exports are exact. `env`: it adds variables of its own, so `env -i` has to start the program. */
  readonly environment: 'export' | 'env'
  /** What to call those programs: a path, or a name that the shell knows itself (busybox). */
  readonly env: string
  readonly nice: string
}

/** Begins each mark that a spawner prints among the output of programs; followed by the spawner's random token. */
export const MARK = '\x1e'

/** Names that shells treat as their own, so that exporting them may fail or change what the shell does. */
const OWN_NAMES = new Set(
  (
    '_ PPID OPTIND OPTARG IFS LINENO ENV PS1 PS2 PS4 MAIL MAILCHECK MAILPATH HISTSIZE RANDOM SECONDS SHLVL UID EUID ' +
    'FUNCNAME'
  ).split(' '),
)
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/

/** Any text without NUL as one word of a shell. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/**
 * What makes a shell that reads commands from stdin a spawner. It survives the signals that modules send to their
 * group; a
 * trap, unlike an ignored signal, is not inherited by programs. Its output is a FIFO and not the socket that Node would
 * give it, since a socket can't be opened as /dev/stdout.
 */
export function bootText(fifo: string, token: string): string {
  const mark = `${MARK}${token}`
  return `trap : HUP INT QUIT TERM ALRM USR1 USR2
unset PWD OLDPWD
mkfifo -m 600 ${quote(fifo)} || exit 1
echo made
exec 3>${quote(fifo)} || exit 1
echo opened
exec >&3 3>&-
s() { echo '${mark}S'; }
u() { echo '${mark}U'; }
e() { echo "${mark}E$1"; }
`
}

/**
 * Runs one task: `S` before the program replaces the subshell, `U` when it couldn't, `E` and the exit code at the end.
 * Stdin is empty, and no descriptor but 0, 1 and 2 is passed on.
 */
export function taskText(
  task: Task,
  environment: Readonly<Record<string, string>>,
  traits: ShellTraits,
): string {
  const enter = `trap u 0;cd ${quote(task.directory)}`
  const command = task.command.map(quote).join(' ')
  const pairs = Object.entries(environment)
  if (traits.environment === 'export' && pairs.every(([name]) => isExportable(name))) {
    const exports = pairs.map(([name, value]) => `${name}=${quote(value)}`)
    const exported = exports.length === 0 ? '' : `export ${exports.join(' ')}&&`
    return `(${enter}&&unset PWD OLDPWD&&${exported}s&&exec ${command})</dev/null 2>&1;e $?\n`
  }
  const assignments = pairs.map(([name, value]) => quote(`${name}=${value}`)).join(' ')
  // For `env` a program with `=` in its path would be one more variable.
  const through = task.command[0]?.includes('=') === true ? `${quote(traits.nice)} -n 0 ` : ''
  return `(${enter}&&s&&exec ${quote(traits.env)} -i -- ${assignments} ${through}${command})</dev/null 2>&1;e $?\n`
}

function isExportable(name: string): boolean {
  return IDENTIFIER.test(name) && !OWN_NAMES.has(name)
}

/** Prints where `env` and `nice` are, then what a program gets that was given one variable. */
export const PROBE_TEXT = `command -v env; command -v nice
(cd / && unset PWD OLDPWD && export ITERON_PROBE=1 && exec "$(command -v env)")`

/** Undefined: that shell, or one of the two programs, is missing. */
export function parseProbe(output: string): ShellTraits | undefined {
  const [env = '', nice = '', ...variables] = output.trimEnd().split('\n')
  if (env === '' || nice === '') return undefined
  return { environment: variables.join('\n') === 'ITERON_PROBE=1' ? 'export' : 'env', env, nice }
}
