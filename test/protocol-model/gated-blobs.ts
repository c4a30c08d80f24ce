import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { Party } from './party.ts'
import type { World } from './world.ts'

/** One process's way to the shared blobs. */
export function gatedBlobs(world: World, party: Party): BlobStore {
  const { blobs } = world
  const pass = (label: string) => world.gates.pass(party, label)
  return {
    capabilities: blobs.capabilities,
    open: () => Promise.resolve(),
    async put(key, source, options) {
      await pass(`put ${key}`)
      const result = await blobs.put(key, source, options)
      world.put(key, result)
      world.wrote(party, 'put')
      await pass(`has put ${key}`)
      return result
    },
    read: (key, range, signal) => blobs.read(key, range, signal),
    download: (key, path, signal) => blobs.download(key, path, signal),
    stat: (key) => blobs.stat(key),
    async *list(prefix, signal) {
      await pass(`list ${prefix}`)
      yield* blobs.list(prefix, signal)
    },
    async delete(keys) {
      for (const key of keys) {
        await pass(`delete ${key}`)
        await blobs.delete([key])
        world.deleted(key)
        world.wrote(party, 'delete blob')
        await pass(`has deleted ${key}`)
      }
    },
    signedUrl: (key, expiresInMs) => blobs.signedUrl(key, expiresInMs),
    sync: (keys) => blobs.sync(keys),
    close: () => Promise.resolve(),
  }
}
