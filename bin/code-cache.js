import { createHash } from 'node:crypto'
import { accessSync, constants, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import vm from 'node:vm'

/** When a server has been up for so long, what a start needs has been compiled, milliseconds. */
const SETTLED_MS = 3000

const digestOf = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/**
 * Runs a CommonJS file. What V8 compiles on the way is kept for the next time: beside the file where that can be
 * written, else in the user's cache folder, else not at all.
 */
export function run(file) {
  const source = readFileSync(file)
  const require = createRequire(file)
  const cache = cacheOf(file)
  const cachedData = cache && read(cache, source)
  const script = new vm.Script(
    `(function (exports, require, module, __filename, __dirname) {${source.toString('latin1')}\n})`,
    { filename: file, cachedData, importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER },
  )
  if (cache && (cachedData === undefined || script.cachedDataRejected)) keep(script, cache, source)
  const module = { exports: {} }
  script.runInThisContext()(module.exports, require, module, file, path.dirname(file))
}

/** A file for this version of Node.js; of a server's own, since it needs more of the program than commands do. */
function cacheOf(file) {
  const kind = process.argv[2] === 'up' ? 'up' : 'command'
  const name = `${kind}-${process.version}-${process.arch}.cache`
  try {
    accessSync(path.dirname(file), constants.W_OK)
    return path.join(path.dirname(file), name)
  } catch {
    const home = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache')
    return path.isAbsolute(home) ? path.join(home, 'iteron', name) : undefined
  }
}

/** V8 believes what it is given: it must be whole, and of this source. */
function read(cache, source) {
  try {
    const kept = readFileSync(cache)
    const data = kept.subarray(32)
    return kept.subarray(0, 32).equals(digestOf(source, data)) ? data : undefined
  } catch {
    return undefined
  }
}

/** When the process ends, or has settled. */
function keep(script, cache, source) {
  const write = () => {
    process.off('exit', write)
    clearTimeout(timer)
    const data = script.createCachedData()
    const fresh = `${cache}.${process.pid}`
    try {
      mkdirSync(path.dirname(cache), { recursive: true, mode: 0o700 })
      writeFileSync(fresh, Buffer.concat([digestOf(source, data), data]), { mode: 0o600 })
      renameSync(fresh, cache)
    } catch {
      // Without it the next start takes longer.
      rmSync(fresh, { force: true })
    }
  }
  const timer = setTimeout(write, SETTLED_MS)
  timer.unref()
  process.on('exit', write)
}
