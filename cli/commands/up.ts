import { once } from 'node:events'
import { defineCommand, type Command } from '../command.ts'
import type { Settings } from '../config/schema.ts'
import { settingOptions } from '../options.ts'
import type { UpOptions } from '../up.ts'

const up = defineCommand({
  usage: 'up',
  describe: 'Run everything in one process: dispatcher, management API and front API',
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
  handlesSignals: true,
  run: async ({ settings, io }) => {
    const module = await import('../up.ts')
    const running = await module.up(upOptions(settings))
    try {
      io.stdout.write(`ready grpc=${running.grpc} http=${running.http}\n`)
      const stopped = io.signal.aborted ? Promise.resolve() : once(io.signal, 'abort')
      await Promise.race([stopped, running.failed])
    } finally {
      await running.stop()
    }
    return undefined
  },
})

function upOptions(settings: Settings): UpOptions {
  const { data, grpc, http, durability, executors } = settings
  const optional = ['slots', 'certfile', 'keyfile', 'cacertfile', 'bus', 'documents', 'blobs'] as const
  return {
    data,
    grpc,
    http,
    durability,
    executors,
    graceMs: settings.grace * 1000,
    keepWorkspace: settings['keep-workspace'],
    logLevel: settings['log-level'],
    ...(Object.fromEntries(
      optional.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]]])),
    ) as Partial<UpOptions>),
  }
}

export const COMMANDS: readonly Command[] = [up]
