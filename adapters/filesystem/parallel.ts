/** As many as Node has threads for files: more would only wait. */
const WORKERS = 4

/**
 * Does the work for each item, a few at a time. After a failure no more begin; rejects with the first when all that had
 * begun have ended.
 */
export async function each<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]()
  let failed = false
  const worker = async () => {
    for (let next = queue.next(); next.done !== true && !failed; next = queue.next()) {
      try {
        await work(next.value)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  const results = await Promise.allSettled(Array.from({ length: WORKERS }, worker))
  for (const result of results) if (result.status === 'rejected') throw result.reason
}
