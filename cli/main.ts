import { EXIT } from './exit-codes.ts'

/** How long a command that was interrupted has to clean up, milliseconds. */
const CLEAN_UP_MS = 2000

// what libraries should do otherwise is nothing that users can act on
process.noDeprecation = true

void runHere(process.argv.slice(2)).then(exit)

async function runHere(argv: readonly string[]): Promise<number> {
  quietBrokenPipes()
  const { runCli } = await import('./run.ts')
  const interrupt = new AbortController()
  let handlesSignals = false
  let signalled = 0
  const stop = (signal: NodeJS.Signals) => {
    const code = signal === 'SIGINT' ? EXIT.interrupted : 143
    if (signalled++ > 0) process.exit(code)
    interrupt.abort()
    if (!handlesSignals) setTimeout(() => process.exit(code), CLEAN_UP_MS).unref()
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  const { stdout, stderr, env } = process
  const io = { stdout, stderr, env, cwd: process.cwd(), signal: interrupt.signal }
  return await runCli(argv, io, (command) => {
    handlesSignals = command.handlesSignals
  })
}

/** A connection that is still being made must not hold the program up. */
async function exit(code: number): Promise<never> {
  for (const stream of [process.stdout, process.stderr])
    await new Promise<void>((resolve) => {
      stream.write('', () => resolve())
    })
  process.exit(code)
}

/** Whoever reads our output may stop: `iteron job list | head`. */
function quietBrokenPipes(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(EXIT.done)
      throw error
    })
}
