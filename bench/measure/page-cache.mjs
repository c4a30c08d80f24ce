// What of a file is in memory: Linux, by the programs of coreutils and util-linux.
import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** A file of which less is left in memory is called cold. */
const COLD_PART = 0.01

/** Brings the file's bytes to the disk, so that nobody pays for that later. */
export async function synced(path) {
  await run('sync', [path])
}

/** All of the file is in memory. */
export async function warm(path) {
  await synced(path)
  await finished(createReadStream(path, { highWaterMark: 2 ** 20 }).resume())
}

/** Asks the system to drop the file from memory. False if it is still there. */
export async function cold(path) {
  await synced(path)
  await run('dd', [`if=${path}`, 'iflag=nocache', 'count=0', 'status=none'])
  return (await partInMemory(path)) < COLD_PART
}

async function partInMemory(path) {
  const { stdout } = await run('fincore', ['--bytes', '--noheadings', '--output', 'RES,SIZE', path])
  const [resident, size] = stdout.trim().split(/\s+/).map(Number)
  return resident / size
}
