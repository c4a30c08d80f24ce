import type { Noun } from './command.ts'

/** All commands, in the order of the help. A noun's file is loaded when it is used. */
export const NOUNS: readonly Noun[] = [
  {
    name: 'up',
    describe: 'Start everything in one process',
    load: async () => (await import('./commands/up.ts')).COMMANDS,
  },
  {
    name: 'module',
    describe: 'Register and change modules',
    load: async () => (await import('./commands/module.ts')).COMMANDS,
  },
  {
    name: 'event',
    describe: 'Publish events, look at them, wait for what they cause',
    load: async () => (await import('./commands/event.ts')).COMMANDS,
  },
  {
    name: 'job',
    describe: 'Look at jobs, their logs and reasons; cancel them',
    load: async () => (await import('./commands/job.ts')).COMMANDS,
  },
  {
    name: 'dead-letter',
    describe: 'Failed jobs, and messages that could not be taken',
    load: async () => (await import('./commands/dead-letter.ts')).COMMANDS,
  },
  {
    name: 'trace',
    describe: 'Everything of one correlation id',
    load: async () => (await import('./commands/trace.ts')).COMMANDS,
  },
  {
    name: 'artifact',
    describe: 'What jobs made: list, download, verify',
    load: async () => (await import('./commands/artifact.ts')).COMMANDS,
  },
  {
    name: 'lineage',
    describe: 'Where something came from, and what came of it',
    load: async () => (await import('./commands/lineage.ts')).COMMANDS,
  },
  {
    name: 'dev',
    describe: 'Try a module without a server',
    load: async () => (await import('./commands/dev.ts')).COMMANDS,
  },
  {
    name: 'status',
    describe: 'What runs, what waits and for what, what failed',
    load: async () => (await import('./commands/status.ts')).COMMANDS,
  },
  {
    name: 'doctor',
    describe: "Check the store's invariants",
    load: async () => (await import('./commands/doctor.ts')).COMMANDS,
  },
  {
    name: 'gc',
    describe: 'Remove what retention no longer keeps, and free its bytes',
    load: async () => (await import('./commands/gc.ts')).COMMANDS,
  },
  {
    name: 'backup',
    describe: 'Copy records and files of a running installation, or verify such a copy',
    load: async () => (await import('./commands/backup.ts')).COMMANDS,
  },
  {
    name: 'restore',
    describe: 'Make a data folder of a backup',
    load: async () => (await import('./commands/restore.ts')).COMMANDS,
  },
  {
    name: 'certs',
    describe: 'Make certificates for mutual TLS',
    load: async () => (await import('./commands/certs.ts')).COMMANDS,
  },
  {
    name: 'config',
    describe: 'Check the configuration, and show what it may hold',
    load: async () => (await import('./commands/config.ts')).COMMANDS,
  },
  {
    name: 'version',
    describe: 'Show the version',
    load: async () => (await import('./commands/version.ts')).COMMANDS,
  },
]
