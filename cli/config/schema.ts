import { z } from 'zod'

const HOST_PORT = /^(\[[0-9A-Fa-f:.]+\]|[^\s:/@[\]]+):(\d{1,5})$/

const hostPort = z
  .string()
  .refine(
    (value) => Number(HOST_PORT.exec(value)?.[2] ?? 65_536) <= 65_535,
    'must be HOST:PORT, for example 127.0.0.1:9000',
  )
const file = z.string().min(1, 'must name a file')
const seconds = z.number('must be a number of seconds')
const url = z.string().regex(/^[a-z][a-z0-9+.-]*:/i, 'must be a URL, for example sqlite:///data/iteron.db')

/** Everything that can be configured. The same keys are flags, `ITERON_*` variables and the keys of `iteron.yaml`. */
export const configSchema = z
  .strictObject({
    endpoint: hostPort.default('127.0.0.1:9000').describe('Address of the server, HOST:PORT.'),
    certfile: file.optional().describe('Certificate to identify with (client or server), PEM.'),
    keyfile: file.optional().describe('Private key of the certificate, PEM.'),
    cacertfile: file
      .optional()
      .describe("Certificate authority that signed the other side's certificate, PEM."),
    timeout: seconds
      .positive('must be more than 0')
      .max(2_000_000, 'must be at most 2000000')
      .optional()
      .describe(
        'Longest time to wait, seconds. Without it: 10 to connect, 30 for an answer, and as long as it takes with --wait.',
      ),
    output: z
      .enum(['table', 'json', 'yaml'], 'must be table, json or yaml')
      .default('table')
      .describe('Format of the output.'),
    data: z.string().min(1, 'must name a folder').default('.iteron').describe('Data folder.'),
    grpc: hostPort.default('127.0.0.1:9000').describe('Where the management API listens; port 0 picks one.'),
    http: hostPort.default('127.0.0.1:9001').describe('Where the front API listens; port 0 picks one.'),
    slots: z
      .number('must be a whole number')
      .int('must be a whole number')
      .min(1, 'must be at least 1')
      .max(10_000, 'must be at most 10000')
      .optional()
      .describe('Jobs at once; by default twice the number of cores.'),
    grace: seconds
      .min(0, 'must not be negative')
      .max(86_400, 'must be at most 86400')
      .default(10)
      .describe('Time that running modules get when the server stops, seconds.'),
    'keep-workspace': z
      .boolean('must be true or false')
      .default(false)
      .describe('Leaves the folder of every attempt in place, to look into.'),
    durability: z
      .enum(['power', 'process'], 'must be power or process')
      .default('power')
      .describe('What accepted data survives: a power failure, or the end of the process only (faster).'),
    'log-level': z
      .enum(['silent', 'error', 'warn', 'info', 'debug'], 'must be silent, error, warn, info or debug')
      .default('warn')
      .describe('What the server logs on standard error, from this level on.'),
    bus: url.optional().describe('Event bus; by default SQLite in the data folder.'),
    documents: url.optional().describe('Document store; by default SQLite in the data folder.'),
    blobs: url.optional().describe('Blob store; by default files in the data folder.'),
    executors: z
      .record(z.string().min(1), url)
      .default({ local: 'process:' })
      .describe('Executors by the name that modules use.'),
    retention: z
      .record(z.string(), z.unknown(), { error: 'must be a mapping of keys to values' })
      .default({})
      .describe('How long events, jobs, logs and artifacts are kept; by default for ever. See retention.md.'),
  })
  .describe('Configuration of Iteron: iteron.yaml.')

export type Settings = z.output<typeof configSchema>
export type SettingName = keyof Settings

export const SETTING_NAMES = Object.keys(configSchema.shape) as SettingName[]

/** Settings that are paths: in a file they are relative to its folder. */
export const PATH_SETTINGS: readonly SettingName[] = ['certfile', 'keyfile', 'cacertfile', 'data']

/** The schema as JSON Schema, as an editor takes it. */
export function configJsonSchema(): object {
  return z.toJSONSchema(configSchema, { io: 'input' })
}
