const BULK = 500
const CALLS = 8

/** What those that nobody takes carry: some 200 bytes. */
export const PAYLOAD = { text: 'x'.repeat(190) }

/** Calls `add` for so many at a time as all systems here take at once, some calls beside each other. */
export async function inBulks(count, add) {
  let added = 0
  const caller = async () => {
    while (added < count) {
      const from = added
      const some = Math.min(BULK, count - from)
      added += some
      await add(some, from)
    }
  }
  await Promise.all(Array.from({ length: CALLS }, caller))
}
