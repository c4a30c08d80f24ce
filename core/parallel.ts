/**
 * Does the work for every item, at most `width` at once, and takes items only as there is room: memory stays bounded
 * for any number.
 * When one fails no further item is begun; once those under way have ended, it rejects with the error of the first item
 * that failed
 * in the order of the items, which is the same at every run.
 */
export async function inParallel<T>(
  items: Iterable<T> | AsyncIterable<T>,
  width: number,
  work: (item: T, index: number) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const iterator = iteratorOf(items)
  let taken = 0
  const failures: { readonly index: number; readonly error: unknown }[] = []

  const worker = async () => {
    while (failures.length === 0) {
      const index = taken++
      try {
        signal?.throwIfAborted()
        const next = await iterator.next()
        if (next.done === true) return
        await work(next.value, index)
      } catch (error) {
        failures.push({ index, error })
      }
    }
  }

  await Promise.all(Array.from({ length: widthFor(items, width) }, worker))
  const [first] = failures.sort((a, b) => a.index - b.index)
  if (first === undefined) return
  await iterator.return?.()
  throw first.error
}

function iteratorOf<T>(items: Iterable<T> | AsyncIterable<T>): Iterator<T> | AsyncIterator<T> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
}

function widthFor(items: object, width: number): number {
  return Array.isArray(items) ? Math.min(width, items.length) : width
}
