import { defineCommand, type Command } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { settingOptions } from '../options.ts'
import type { Session } from '../session.ts'
import type { Up, UpOptions } from '../up.ts'

/** Told to stop a second time, the process ends at once: everything accepted is on disk, and a restart takes it up. */
const SIGNALS = ['SIGTERM', 'SIGINT'] as const

const up: Command = defineCommand({
  usage: 'up',
  describe: 'Start everything in one process; ends on SIGTERM or Ctrl-C.',
  handlesSignals: true,
  options: settingOptions(
    'data',
    'grpc',
    'http',
    'slots',
    'grace',
    'keep-workspace',
    'durability',
    'bus',
    'documents',
    'blobs',
    'log-level',
  ),
  run: async (session) => {
    const { up: start } = await import('../up.ts')
    const told = toldToStop()
    try {
      const running = await start(upOptions(session))
      await session.print(`ready grpc=${running.grpc} http=${running.http}\n`)
      await Promise.race([told.once, running.failed])
      await end(session, running, session.settings.grace)
      return EXIT.done
    } finally {
      told.forget()
    }
  },
})

export const COMMANDS: readonly Command[] = [up]

function upOptions({ settings, config }: Session): UpOptions {
  const { certfile, keyfile, cacertfile, bus, documents, blobs, slots } = settings
  const given = Object.fromEntries(
    Object.entries({ certfile, keyfile, cacertfile, bus, documents, blobs, slots }).filter(
      ([, value]) => value !== undefined,
    ),
  )
  return {
    ...given,
    data: settings.data,
    grpc: settings.grpc,
    http: settings.http,
    graceMs: settings.grace * 1000,
    keepWorkspace: settings['keep-workspace'],
    durability: settings.durability,
    executors: settings.executors,
    retention: { value: settings.retention, origin: config.origins.get('retention') ?? 'default' },
    logLevel: settings['log-level'],
  }
}

async function end(session: Session, running: Up, graceS: number): Promise<void> {
  await session.note(`stopping: running modules get ${String(graceS)} s; once more to stop at once`)
  await running.stop()
}

function toldToStop(): { once: Promise<void>; forget: () => void } {
  let times = 0
  let resolveOnce: () => void = () => undefined
  const once = new Promise<void>((resolve) => {
    resolveOnce = resolve
  })
  const heard = () => {
    times += 1
    if (times > 1) process.exit(EXIT.interrupted)
    resolveOnce()
  }
  for (const signal of SIGNALS) process.on(signal, heard)
  return {
    once,
    forget: () => {
      for (const signal of SIGNALS) process.off(signal, heard)
    },
  }
}
