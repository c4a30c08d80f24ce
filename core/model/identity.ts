import { hash } from 'node:crypto'

/**
 * Every derived id comes from here: the first 128 bits, as 32 hex digits, of SHA-256 over the parts, each preceded by
 * its
 * length in bytes, so that no two different lists of parts give the same input.
 */
export function derive(
  kind: 'event' | 'output' | 'job' | 'artifact',
  ...parts: readonly (string | number)[]
): string {
  let input = ''
  for (const part of [kind, ...parts]) {
    const text = String(part)
    input += `${String(Buffer.byteLength(text))}:${text}`
  }
  return hash('sha256', input, 'hex').slice(0, 32)
}

/** The key under which an event is stored: an event is (source, id). */
export function eventKey(source: string, id: string): string {
  return derive('event', source, id)
}

/** A job is one module × one event. */
export function jobId(event: string, module: string): string {
  return derive('job', event, module)
}

/** An attempt is (job, number); numbers start at 1 and never restart. Also the id of its task. */
export function attemptId(job: string, number: number): string {
  return `${job}.${String(number)}`
}

/**
 * The CloudEvents id of a job's n-th output event: the same for every attempt, so that it is published as one event.
 */
export function outputEventId(job: string, index: number): string {
  return derive('output', job, index)
}

/** An artifact is (job, attempt, slot). */
export function artifactId(job: string, attempt: number, slot: string): string {
  return derive('artifact', job, attempt, slot)
}

/** `source` of a module's events. */
export function moduleSource(installation: string, module: string): string {
  return `iteron:${installation}/${module}`
}

/** Whether a source claims to be ours. */
export function isOwnSource(installation: string, source: string): boolean {
  return source.startsWith(`iteron:${installation}/`)
}

/** `sha256:` and the digest of bytes or text, in hex. */
export function digestOf(content: string | Uint8Array): string {
  return `sha256:${hash('sha256', content, 'hex')}`
}
