import { z } from 'zod'
import { durationSchema, parseDuration, parseSize, sizeSchema } from './quantity.ts'

/** What can be kept for a time: each kind has its own rules. */
export const RETAINED = ['events', 'jobs', 'logs', 'artifacts'] as const
export type Retained = (typeof RETAINED)[number]

const texts = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)])

const ruleSchema = z
  .strictObject({
    what: z.enum(RETAINED, `must be one of ${RETAINED.join(', ')}`).describe('What the rule is about.'),
    modules: texts
      .optional()
      .describe('Names of modules: only what they made. `client`: uploaded artifacts.'),
    labels: z
      .record(z.string(), z.string())
      .optional()
      .describe('Labels of modules: only what modules with all of them made.'),
    types: texts.optional().describe('Event types; for events only.'),
    maxAge: durationSchema.optional().describe('Kept for so long after it has ended.'),
    maxCount: z.number().int().min(0).optional().describe('So many are kept, the newest.'),
    maxBytes: sizeSchema.optional().describe('So much is kept, the newest; for logs and artifacts.'),
  })
  .superRefine((rule, context) => {
    const wrong = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message })
    }
    if (rule.types !== undefined && rule.what !== 'events') wrong('types', 'select events only')
    if (rule.maxBytes !== undefined && (rule.what === 'events' || rule.what === 'jobs'))
      wrong('maxBytes', 'limits logs and artifacts only: events and jobs are small')
  })

/**
 * How long things are kept. The first rule that matches decides; one without a limit keeps for ever, and so does having
 * none.
 */
export const retentionSchema = z.strictObject({
  every: durationSchema.default('1h').describe('How often the server looks; 0: only `iteron gc`.'),
  rules: z.array(ruleSchema).default([]).describe('The first that matches decides.'),
})

export type RetentionPolicy = z.output<typeof retentionSchema>
export type RetentionRule = RetentionPolicy['rules'][number]

/** A thing as rules see it. */
export interface Selectable {
  /** Name of the module that made it, if one did. */
  readonly module?: string | undefined
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** Event type. */
  readonly type?: string | undefined
}

/** The rule that decides; undefined: it is kept. */
export function ruleFor(
  rules: readonly RetentionRule[],
  what: Retained,
  thing: Selectable,
): RetentionRule | undefined {
  return rules.find((rule) => rule.what === what && selects(rule, thing))
}

function selects({ modules, labels, types }: RetentionRule, thing: Selectable): boolean {
  if (!isAmong(modules, thing.module) || !isAmong(types, thing.type)) return false
  return Object.entries(labels ?? {}).every(([name, value]) => thing.labels?.[name] === value)
}

function isAmong(wanted: string | readonly string[] | undefined, value: string | undefined): boolean {
  if (wanted === undefined) return true
  return value !== undefined && (typeof wanted === 'string' ? wanted === value : wanted.includes(value))
}

/** Milliseconds; undefined: whatever its age. */
export function maxAgeMs(rule: RetentionRule): number | undefined {
  return rule.maxAge === undefined ? undefined : parseDuration(rule.maxAge)
}

/** Bytes; undefined: any number. */
export function maxBytes(rule: RetentionRule): number | undefined {
  return rule.maxBytes === undefined ? undefined : parseSize(rule.maxBytes)
}

/** Milliseconds; 0: never by itself. */
export function everyMs(policy: RetentionPolicy): number {
  return parseDuration(policy.every) ?? 0
}
