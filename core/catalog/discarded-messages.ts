import { INLINE_BYTES } from '../model/attempt-output.ts'
import type { DeadLetter } from '../ports/event-bus.ts'
import type { Page } from '../ports/document-store.ts'
import type { CatalogContext } from './context.ts'
import type { PageRequest } from './page.ts'

const MOST_NAMED = 10
const MOST_TEXT = 4096

/**
 * A message that was given up: the dead letter, with the id that the bus gave it. Of an event that is too large for a
 * document, `event` has the attributes that say which it was and `raw` the beginning of its JSON.
 */
export interface DiscardedMessage extends DeadLetter {
  readonly discardedAt: number
  /** Why it was given up. */
  readonly why: string
}

/** What is left of messages that the bus has forgotten. */
export class DiscardedMessages {
  readonly #context: CatalogContext

  constructor(context: CatalogContext) {
    this.#context = context
  }

  /** To be called before the bus forgets the message; again for the same one: the last counts. */
  async record(letter: DeadLetter, why: string): Promise<void> {
    const { store, clock } = this.#context
    const document: DiscardedMessage = { ...bounded(letter), discardedAt: clock.now(), why }
    await store.batch([
      { kind: 'delete', collection: 'discardedMessages', id: letter.id },
      { kind: 'insert', collection: 'discardedMessages', document },
    ])
  }

  /** Of a message that the bus still had, and publishes anew. */
  async forget(id: string): Promise<void> {
    await this.#context.store.batch([{ kind: 'delete', collection: 'discardedMessages', id }])
  }

  /** Oldest first, as the bus lists its own. */
  list(page: PageRequest): Promise<Page<DiscardedMessage>> {
    return this.#context.store.find<DiscardedMessage>('discardedMessages', {
      filter: {},
      sort: { field: 'at' },
      limit: page.limit,
      ...(page.after === undefined ? {} : { after: page.after }),
    })
  }

  /** Those whose id begins with the text, or the one whose id it is; some, if there are many. */
  async named(text: string): Promise<DiscardedMessage[]> {
    if (text === '') return []
    const { store } = this.#context
    const exact = await store.get<DiscardedMessage>('discardedMessages', text)
    if (exact !== undefined) return [exact]
    const filter = { id: { $gte: text, $lt: `${text}\u{10ffff}` } }
    return (await store.find<DiscardedMessage>('discardedMessages', { filter, limit: MOST_NAMED })).documents
  }
}

function bounded(letter: DeadLetter): DeadLetter {
  if (letter.event === undefined) return letter
  const text = JSON.stringify(letter.event)
  if (Buffer.byteLength(text) <= INLINE_BYTES) return letter
  const { specversion, id, source, type, correlationid } = letter.event
  const event = { specversion, id, source, type, ...(correlationid === undefined ? {} : { correlationid }) }
  return { ...letter, event, raw: text.slice(0, MOST_TEXT) }
}
