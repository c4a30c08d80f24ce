// Gets the packages of an example with `npm ci`, and says how far it is.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const REPORT_EVERY_MS = 2000

/** Installs what the folder's package-lock.json names; does nothing when that was done already. */
export async function getPackages(folder) {
  const name = basename(folder)
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8')
  const digest = createHash('sha256').update(lock).digest('hex')
  const mark = join(folder, 'node_modules', '.installed-lock')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === digest) {
    console.log(`The packages of the example ${name} are there.`)
    return
  }
  const started = performance.now()
  const packages = namedBy(lock)
  console.log(`Getting the packages of the example ${name} (${packages.length}; some are large) …`)
  await install(folder, packages)
  writeFileSync(mark, digest)
  console.log(`Packages there after ${((performance.now() - started) / 1000).toFixed(0)} s.`)
}

async function install(folder, packages) {
  const npm = npmCommand()
  const args = [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error']
  const child = spawn(npm[0], args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  const started = Date.now()
  const timer = setInterval(() => {
    const there = packages.filter((path) => existsSync(join(folder, path, 'package.json'))).length
    console.log(`  ${Math.round((Date.now() - started) / 1000)} s: ${there} of ${packages.length} unpacked`)
  }, REPORT_EVERY_MS)
  try {
    const [code] = await once(child, 'close')
    if (code !== 0)
      throw new Error(`npm ci in ${folder} failed with exit code ${code}: see its messages above`)
  } finally {
    clearInterval(timer)
  }
}

/** The npm that runs this program, if one does; else the one on the PATH. */
function npmCommand() {
  const running = process.env.npm_execpath
  return running?.endsWith('.js') ? [process.execPath, running] : ['npm']
}

/** Paths of the packages that the lock asks for on every platform. */
function namedBy(lock) {
  const { packages } = JSON.parse(lock)
  return Object.keys(packages).filter((path) => path !== '' && !packages[path].optional)
}
