// The floor for small files: each is read and written anew by Node, and synced if asked.
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { serve } from './serve.mjs'
import { writeSmallFiles } from './small-files.mjs'

let parameters

serve({
  prepare(all) {
    parameters = all
  },
  many() {
    const { folder, files, sync } = parameters
    const [from, to] = [join(folder, 'from'), join(folder, 'to')]
    const names = writeSmallFiles(from, files)
    mkdirSync(to)
    const begun = performance.now()
    for (const name of names) copy(join(from, name), join(to, name), sync)
    const outMs = performance.now() - begun
    // nobody syncs what goes in
    return sync ? { outMs } : { outMs, inMs: outMs }
  },
  stop: () => undefined,
})

function copy(from, to, sync) {
  const bytes = readFileSync(from)
  if (!sync) return writeFileSync(to, bytes)
  const file = openSync(to, 'w')
  writeFileSync(file, bytes)
  fsyncSync(file)
  closeSync(file)
}
