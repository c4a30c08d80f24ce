import { z } from 'zod'
import type { DiscardedMessage } from '../core/catalog/discarded-messages.ts'
import type { PageRequest } from '../core/catalog/page.ts'
import { codeOf, IteronError } from '../core/errors.ts'
import { eventKey } from '../core/model/identity.ts'
import type { JobRecord } from '../core/model/job.ts'
import type { DeadLetter } from '../core/ports/event-bus.ts'
import type { ApiContext } from './context.ts'
import type { Criteria } from './dead-letter-filter.ts'
import { invalid, notFound } from './errors.ts'
import { readToken, writeToken } from './paging.ts'

const PAGE = 500

/**
 * A failed or discarded job, or a message that couldn't be taken; `root` is the event to wait for when it runs again.
 */
export type Letter =
  | { readonly kind: 'job'; readonly id: string; readonly root: string; readonly job: JobRecord }
  | {
      readonly kind: 'message'
      readonly id: string
      readonly root: string | undefined
      readonly message: DeadLetter
      /** Why it was given up; absent while the bus has it. */
      readonly discarded?: string
    }

export interface LetterPage {
  readonly letters: Letter[]
  readonly next?: string
}

/** Where a page begins: among the jobs, or among the messages. */
const positionSchema = z.strictObject({ of: z.enum(['jobs', 'messages']), after: z.string().optional() })
type Position = z.output<typeof positionSchema>

/** Jobs and messages as one list: jobs newest first, then messages oldest first. */
export class DeadLetters {
  readonly #context: ApiContext

  constructor(context: ApiContext) {
    this.#context = context
  }

  async list(criteria: Criteria, page: PageRequest): Promise<LetterPage> {
    const letters: Letter[] = []
    let position: Position | undefined =
      page.after === undefined ? { of: 'jobs' } : readToken(page.after, positionSchema)
    while (position !== undefined && letters.length < page.limit) {
      const room = page.limit - letters.length
      const part: { letters: Letter[]; next?: Position } =
        position.of === 'jobs'
          ? await this.#jobs(criteria, position, room)
          : await this.#messages(criteria, position, room)
      letters.push(...part.letters)
      position = part.next
    }
    return position === undefined ? { letters } : { letters, next: writeToken(position) }
  }

  /** All of them, a page at a time. */
  async *every(criteria: Criteria): AsyncGenerator<Letter> {
    let after: string | undefined
    do {
      const page: LetterPage = await this.list(
        criteria,
        after === undefined ? { limit: PAGE } : { limit: PAGE, after },
      )
      yield* page.letters
      after = page.next
    } while (after !== undefined)
  }

  /** By id or unambiguous prefix. NOT_FOUND also for a job that is no dead letter. */
  async resolve(text: string): Promise<Letter> {
    const messages = [...(await this.#messagesNamed(text)), ...(await this.#discardedNamed(text))]
    const exact = messages.find((letter) => letter.id === text)
    if (exact !== undefined) return exact
    const found = [...(await this.#jobNamed(text)), ...messages]
    const [only] = found
    if (only === undefined) throw notFound(`there is no dead letter ${JSON.stringify(text)}`)
    if (found.length > 1) {
      throw invalid(`several dead letters begin with ${JSON.stringify(text)}`, 'Give more of the id.')
    }
    return only
  }

  async redrive(letter: Letter, why: string): Promise<void> {
    const { catalog, bus, group } = this.#context
    if (letter.kind === 'message') {
      mustBeOnBus(letter)
      await catalog.discardedMessages.forget(letter.id)
      return bus.settleDeadLetter(group, letter.id, 'redrive')
    }
    const orphaned = await this.orphaned(letter)
    if (orphaned !== undefined) throw new IteronError('FAILED_PRECONDITION', orphaned)
    await catalog.jobs.redrive(letter.id, why)
  }

  /** Why nothing could run it: a job of a deleted module would be cancelled, and be no dead letter any more. */
  async orphaned(letter: Letter): Promise<string | undefined> {
    if (letter.kind === 'message') return undefined
    const { module: id, moduleName, eventId } = letter.job
    const module = await this.#context.catalog.modules.get(id)
    if (module !== undefined && module.state !== 'deleted') return undefined
    return `its module ${moduleName} (${id}) is deleted; \`iteron event redrive ${eventId}\` gives the event to the modules that there are`
  }

  async discard(letter: Letter, why: string): Promise<void> {
    const { catalog, bus, group } = this.#context
    if (letter.kind === 'job') {
      await catalog.jobs.discard(letter.id, why)
      return
    }
    mustBeOnBus(letter)
    await catalog.discardedMessages.record(letter.message, why)
    await bus.settleDeadLetter(group, letter.id, 'discard')
  }

  async #jobs(
    { jobs }: Criteria,
    { after }: Position,
    limit: number,
  ): Promise<{ letters: Letter[]; next: Position }> {
    if (jobs === undefined) return { letters: [], next: { of: 'messages' } }
    const page = await this.#context.catalog.jobs.list(jobs, {
      limit,
      ...(after === undefined ? {} : { after }),
    })
    const next: Position = page.next === undefined ? { of: 'messages' } : { of: 'jobs', after: page.next }
    return { letters: page.documents.map(jobLetter), next }
  }

  async #messages(
    { message, discarded }: Criteria,
    { after }: Position,
    limit: number,
  ): Promise<{ letters: Letter[]; next?: Position }> {
    if (message === undefined) return { letters: [] }
    const { bus, group, catalog } = this.#context
    if (discarded === true) {
      const page = await catalog.discardedMessages.list(after === undefined ? { limit } : { limit, after })
      const letters = page.documents.filter(message).map(discardedLetter)
      return page.next === undefined ? { letters } : { letters, next: { of: 'messages', after: page.next } }
    }
    const found = await bus.deadLetters(group, limit, after)
    const last = found.at(-1)?.id
    const letters = found.filter(message).map(messageLetter)
    return found.length < limit || last === undefined
      ? { letters }
      : { letters, next: { of: 'messages', after: last } }
  }

  async #jobNamed(text: string): Promise<Letter[]> {
    const job = await this.#job(text)
    if (job === undefined) return []
    if (job.state === 'failed' || job.state === 'discarded') return [jobLetter(job)]
    if (job.id === text) throw notFound(`the job ${job.id} is ${job.state}: it is no dead letter`)
    return []
  }

  async #job(text: string): Promise<JobRecord | undefined> {
    try {
      return await this.#context.catalog.jobs.resolve(text)
    } catch (error) {
      if (codeOf(error) === 'NOT_FOUND') return undefined
      throw error
    }
  }

  async #messagesNamed(text: string): Promise<Letter[]> {
    const found: Letter[] = []
    if (text === '') return found
    for await (const letter of this.every({ message: (one) => one.id.startsWith(text) })) found.push(letter)
    return found
  }

  /** Those that the bus has forgotten; what a crash left on both sides is the bus's. */
  async #discardedNamed(text: string): Promise<Letter[]> {
    return (await this.#context.catalog.discardedMessages.named(text)).map(discardedLetter)
  }
}

function mustBeOnBus(letter: Extract<Letter, { kind: 'message' }>): void {
  if (letter.discarded === undefined) return
  throw new IteronError('FAILED_PRECONDITION', `the message ${letter.id} is discarded`, {
    hint: 'Publish its event again: iteron dead-letter get shows it.',
  })
}

function discardedLetter(record: DiscardedMessage): Letter {
  return { ...messageLetter(record), discarded: record.why }
}

function jobLetter(job: JobRecord): Letter {
  return { kind: 'job', id: job.id, root: job.root, job }
}

function messageLetter(message: DeadLetter): Extract<Letter, { kind: 'message' }> {
  const { event, id } = message
  return {
    kind: 'message',
    id,
    root: event === undefined ? undefined : eventKey(event.source, event.id),
    message,
  }
}
