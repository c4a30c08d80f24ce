import { IteronError } from '../errors.ts'
import type { CloudEvent } from '../model/cloud-event.ts'
import type { Delivery } from '../ports/event-bus.ts'

/** How a delivery was settled. */
export type Settling =
  | { readonly how: 'complete' }
  | { readonly how: 'retry'; readonly afterMs: number }
  | { readonly how: 'deadLetter'; readonly reason: string }

/** What a bus pushes, read as batches: each `next` takes all that has come. */
export class DeliveryStream implements AsyncIterableIterator<Delivery[]> {
  readonly #onReturn: () => void
  #arrived: Delivery[] = []
  #reader: PromiseWithResolvers<IteratorResult<Delivery[]>> | undefined
  #ended: { readonly error: unknown } | undefined

  /** `onReturn` is called when the reader leaves the stream before its end. */
  constructor(onReturn: () => void) {
    this.#onReturn = onReturn
  }

  push(deliveries: readonly Delivery[]): void {
    if (this.#ended !== undefined || deliveries.length === 0) return
    this.#arrived.push(...deliveries)
    this.#hand()
  }

  /** Finishes the stream; what has come and wasn't read is dropped. With an error, the next `next` rejects. */
  end(error?: unknown): void {
    this.#ended ??= { error }
    this.#arrived = []
    this.#hand()
  }

  next(): Promise<IteratorResult<Delivery[]>> {
    this.#reader ??= withResolvers()
    const { promise } = this.#reader
    this.#hand()
    return promise
  }

  return(): Promise<IteratorResult<Delivery[]>> {
    if (this.#ended === undefined) this.#onReturn()
    this.end()
    return Promise.resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #hand(): void {
    const reader = this.#reader
    if (reader === undefined || (this.#arrived.length === 0 && this.#ended === undefined)) return
    this.#reader = undefined
    if (this.#arrived.length > 0) reader.resolve({ value: this.#arrived.splice(0) })
    else if (this.#ended?.error === undefined) reader.resolve({ done: true, value: undefined })
    else reader.reject(this.#ended.error)
  }
}

/** A delivery of a readable event that refuses a second settling; one that failed may be tried again. */
export function deliveryOf(
  message: { readonly event: CloudEvent; readonly deliveryCount: number; readonly acceptedAt: number },
  settle: (settling: Settling) => Promise<void>,
): Delivery {
  let isSettled = false
  const once = async (settling: Settling): Promise<void> => {
    if (isSettled) throw settledBefore()
    isSettled = true
    try {
      await settle(settling)
    } catch (error) {
      isSettled = false
      throw error
    }
  }
  return {
    ...message,
    complete: () => once({ how: 'complete' }),
    retry: (afterMs) => once({ how: 'retry', afterMs }),
    deadLetter: (reason) => once({ how: 'deadLetter', reason }),
  }
}

/** The error of a delivery that was settled, or given to another reader meanwhile. */
export function settledBefore(): IteronError {
  return new IteronError(
    'FAILED_PRECONDITION',
    'the delivery is no longer held: it was settled, or came again since',
  )
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>
  readonly resolve: (value: T) => void
  readonly reject: (reason: unknown) => void
}

function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve!: (value: T) => void
  let reject!: (reason: unknown) => void
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}
