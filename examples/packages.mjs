// Gets the packages of an example with `npm ci`, and says how far it is.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const SAY_EVERY_MS = 2000
// npm itself goes on for more than a minute where there is no network.
const RETRIES = ['--fetch-retries=2', '--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=5000']

/** Whether what the folder's package-lock.json names is installed. */
export function hasPackages(folder) {
  const { mark, digest } = markOf(folder)
  return existsSync(mark) && readFileSync(mark, 'utf8') === digest
}

/** Installs what the folder's package-lock.json names; does nothing when that was done already. The signal ends npm. */
export async function getPackages(folder, signal) {
  const name = basename(folder)
  if (hasPackages(folder)) {
    console.log(`The packages of the example ${name} are there.`)
    return
  }
  const started = performance.now()
  const { packages, megabytes } = wantedBy(folder)
  const count = `${packages.length} ${packages.length === 1 ? 'package' : 'packages'}`
  console.log(`Getting ${count} for the example ${name}, about ${megabytes} MB unpacked …`)
  await install(folder, packages, signal)
  const { mark, digest } = markOf(folder)
  writeFileSync(mark, digest)
  console.log(`They are there after ${((performance.now() - started) / 1000).toFixed(0)} s.`)
}

async function install(folder, packages, signal) {
  const npm = npmCommand()
  const args = [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error', ...RETRIES]
  const stdio = ['ignore', 'ignore', 'inherit']
  // A group of its own: Ctrl-C reaches who called this. npm would go on to its end after any other signal.
  const own = { signal, killSignal: 'SIGKILL', detached: true }
  const child = spawn(npm[0], args, { cwd: folder, stdio, ...own })
  const closed = new Promise((resolve) => child.once('close', resolve))
  const started = Date.now()
  const timer = setInterval(() => {
    const seconds = String(Math.round((Date.now() - started) / 1000)).padStart(5)
    const there = packages.filter((path) => existsSync(join(folder, path, 'package.json'))).length
    console.log(
      `${seconds} s  ${there} of ${packages.length} packages, ${unpackedMegabytes(folder)} MB so far`,
    )
  }, SAY_EVERY_MS)
  try {
    const [code] = await once(child, 'close')
    if (code !== 0) throw new Error(refusal(folder, `npm ci ended with exit code ${code}`))
  } catch (error) {
    if (error.syscall) throw new Error(refusal(folder, error.message), { cause: error })
    await closed
    throw error
  } finally {
    clearInterval(timer)
  }
}

function refusal(folder, reason) {
  return `the packages in ${folder} can't be fetched: ${reason}. Its messages are above. Check the network and \`npm config get registry\`, and try again.`
}

/** The npm that runs this program, if one does; else the one on the PATH. */
function npmCommand() {
  const running = process.env.npm_execpath
  return running?.endsWith('.js') ? [process.execPath, running] : ['npm']
}

/** Paths of the packages that the lock asks for on every platform, and about how large they are. */
function wantedBy(folder) {
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
  const { config } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const paths = Object.keys(packages).filter((path) => path !== '' && !packages[path].optional)
  return { packages: paths, megabytes: config.unpackedMegabytes }
}

function unpackedMegabytes(folder) {
  const modules = join(folder, 'node_modules')
  if (!existsSync(modules)) return 0
  return Math.round(sizeOf(modules) / 1e6)
}

/** Bytes of all files in the folder. npm moves folders while it works: what is gone has no size. */
function sizeOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .map((entry) => {
        const path = join(folder, entry.name)
        return entry.isDirectory() ? sizeOf(path) : (lstatSync(path, { throwIfNoEntry: false })?.size ?? 0)
      })
      .reduce((sum, size) => sum + size, 0)
  } catch (error) {
    if (error.code === 'ENOENT') return 0
    throw error
  }
}

/** The file that says which lock was installed. */
function markOf(folder) {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8')
  const digest = createHash('sha256').update(lock).digest('hex')
  return { mark: join(folder, 'node_modules', '.installed-lock'), digest }
}
