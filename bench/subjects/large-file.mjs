import { randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'

const MIB = 1024 * 1024

/** Writes a file of so many MiB that has no other's content, no holes and nothing to compress. */
export async function writeLargeFile(path, mib) {
  const block = randomBytes(MIB)
  const file = await open(path, 'w')
  try {
    for (let n = 0; n < mib; n += 1) {
      block.writeUInt32LE(n)
      await file.writeFile(block)
    }
  } finally {
    await file.close()
  }
}
