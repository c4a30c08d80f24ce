import { z } from 'zod'
import type { Document } from '../ports/document-store.ts'
import type { RetryPolicy } from './failure.ts'
import { durationSchema, parseDuration, sizeSchema } from './quantity.ts'

const NAME = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/
const TYPE = /^[A-Za-z0-9_][A-Za-z0-9_.:/-]{0,254}$/
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/

const name = z
  .string()
  .regex(
    NAME,
    'must be 1 to 63 letters, digits, dots, hyphens or underscores, beginning and ending with a letter or digit',
  )
  .refine((value) => !value.includes('..'), 'must not contain two dots in a row')
const EVENT_TYPE_RULE =
  'is not an event type: 1 to 255 letters, digits and . _ - : / only, beginning with a letter, a digit or _'
const eventType = z.string().regex(TYPE, EVENT_TYPE_RULE)
const eventTypes = z.array(eventType, 'must be a list of event types')
const variable = z.string().regex(VARIABLE, 'is not the name of an environment variable')
const plainText = z.string().refine((value) => !value.includes('\0'), 'must not contain NUL')

const joinSchema = z.strictObject({
  root: eventType.describe('Event type that roots the scopes: the module runs once for each such event.'),
  collect: eventTypes.min(1).describe('Event types that it collects from the scope.'),
  requires: z
    .enum(['all', 'settled'])
    .default('all')
    .describe(
      '`all`: a failed job blocks the join. `settled`: it discards failed jobs and runs with what there is.',
    ),
})

const retrySchema = z
  .strictObject({
    count: z.number().int().min(0).max(1000).default(1).describe('Further tries after the first.'),
    backoff: z
      .strictObject({
        initial: durationSchema.default('1s'),
        factor: z.number().min(1).max(100).default(2),
        max: durationSchema.default('5m'),
      })
      .prefault({}),
  })
  .prefault({})

const secretSchema = z.union(
  [
    z.strictObject({ env: variable.describe('Variable of the dispatcher that holds it.') }),
    z.strictObject({ file: z.string().min(1).describe('File that holds it, read when a job starts.') }),
  ],
  'must be either {env: VARIABLE} or {file: PATH}',
)

/** A module, as its author writes it. Unknown keys are refused by name. */
export const moduleSpecSchema = z
  .strictObject({
    name: name.describe('Unique among the modules that exist.'),
    subscribes: eventTypes.default([]).describe('Event types that it takes.'),
    publishes: eventTypes.default([]).describe('Event types that it may raise; any other fails the commit.'),
    command: z
      .array(plainText, 'must be a list: the program, then its arguments')
      .min(1)
      .optional()
      .describe('Program and arguments, no shell.'),
    image: z.string().min(1).optional().describe('Container image, for container executors.'),
    handlerImage: z.string().min(1).optional().describe("Image of Iteron's handler, for remote executors."),
    executor: name.default('local').describe('Name of the executor that runs it.'),
    environment: z.record(variable, plainText).default({}).describe('Environment variables.'),
    passEnvironment: z
      .array(variable, 'must be a list of environment variables')
      .default([])
      .describe("Variables that are passed on from the dispatcher's environment."),
    secrets: z
      .record(variable, secretSchema)
      .default({})
      .describe('Variables whose values are never stored or logged.'),
    resources: z
      .strictObject({
        cpus: z.number().positive().optional(),
        memory: sizeSchema.optional(),
        gpus: z.number().int().min(0).optional(),
      })
      .prefault({})
      .describe('What a job needs, for executors that place jobs.'),
    concurrency: z.number().int().min(0).default(0).describe('Jobs at once; 0: only the slots limit.'),
    timeout: durationSchema.default('5m').describe('Longest time of the module stage; 0: none.'),
    retry: retrySchema.describe('What happens when a job fails.'),
    join: joinSchema
      .optional()
      .describe('Runs once per root, when its scope has settled; instead of subscribes.'),
    labels: z.record(z.string().min(1).max(63), z.string().max(255)).default({}),
  })
  .superRefine((spec, context) => {
    const wrong = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message })
    }
    if (spec.join === undefined && spec.subscribes.length === 0)
      wrong('subscribes', 'names no event type, and there is no join: the module would never run')
    if (spec.join !== undefined && spec.subscribes.length > 0)
      wrong('subscribes', 'a module with a join takes no events of its own')
    if (spec.command === undefined && spec.image === undefined)
      wrong('command', 'is missing: say what to run, as command or image')
    if (spec.executor === 'local' && spec.command === undefined)
      wrong('command', 'is missing: the local executor runs a command')
  })

/** The specification with all defaults filled in. */
export type ModuleSpec = z.output<typeof moduleSpecSchema>
/** The specification as it is written. */
export type ModuleSpecInput = z.input<typeof moduleSpecSchema>

/** A file of the program, as it was when the module version was made. */
export interface CodeFile {
  readonly path: string
  readonly digest: string
}

/** A registered module. `id` is `<name>-<5 random characters>`: names can be reused, ids never. */
export interface ModuleRecord extends Document {
  readonly name: string
  readonly version: number
  readonly state: 'active' | 'paused' | 'deleted'
  readonly spec: ModuleSpec
  /** Digest of program files (or image) and specification. */
  readonly digest: string
  readonly code: readonly CodeFile[]
  readonly createdAt: number
  readonly updatedAt: number
}

/** A module version, kept for ever: jobs refer to it. `id` is `<module>@<version>`. */
export interface ModuleVersionRecord extends Document {
  readonly module: string
  readonly name: string
  readonly version: number
  readonly spec: ModuleSpec
  readonly digest: string
  readonly code: readonly CodeFile[]
  /** Git commit of the folder it was created from, and digest of what wasn't committed. */
  readonly git?: { readonly commit: string; readonly dirty?: string }
  readonly createdAt: number
}

/** Milliseconds for `decideRetry`. */
export function retryPolicyOf(spec: ModuleSpec): RetryPolicy {
  return {
    count: spec.retry.count,
    initialMs: milliseconds(spec.retry.backoff.initial),
    factor: spec.retry.backoff.factor,
    maxMs: milliseconds(spec.retry.backoff.max),
  }
}

/** Longest time of the module stage, milliseconds; 0: none. */
export function timeoutMsOf(spec: ModuleSpec): number {
  return milliseconds(spec.timeout)
}

function milliseconds(duration: string): number {
  return parseDuration(duration) ?? 0
}
