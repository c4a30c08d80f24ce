// `node scripts/data-folder.mjs COMMIT`: the data folder that the Iteron of a commit leaves behind when it is killed at
// work, as test/fixtures/data-folders/<version>.tar.gz, with what it held by its own command line as <version>.json.
// `--built FOLDER` takes a checkout that is installed and built already.
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { play, recorded } from './data-folder/scenario.mjs'
import { Server } from './data-folder/server.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const fixtures = path.join(root, 'test/fixtures/data-folders')
const LARGE = 256 * 1024 * 1024
const LONG_TEXT = 1000

const { values, positionals } = parseArgs({ allowPositionals: true, options: { built: { type: 'string' } } })
const [commit] = positionals
if (commit === undefined || positionals.length > 1) {
  process.stderr.write('usage: node scripts/data-folder.mjs COMMIT [--built FOLDER]\n')
  process.exit(2)
}

/** The files of the commit, installed and built, in a folder of their own. */
function checkOut(folder) {
  const archive = execFileSync('git', ['archive', commit], { cwd: root, maxBuffer: LARGE })
  mkdirSync(folder)
  execFileSync('tar', ['-xf', '-', '-C', folder], { input: archive })
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' })
}

/** A tar file of the folder, the same for the same files. Sockets and pipes of the dead processes stay out. */
function pack(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map((entry) => path.relative(path.dirname(folder), path.join(entry.parentPath, entry.name)))
    .sort()
  const list = [path.basename(folder), ...names].join('\n')
  const options = ['--no-recursion', '-C', path.dirname(folder), '-T', '-', '-cf', '-']
  return gzipSync(execFileSync('tar', options, { input: list, maxBuffer: LARGE }), { level: 9 })
}

/** Long text as its digest: what it was can be told, and nobody has to read it. */
function shortened(_key, value) {
  if (typeof value !== 'string' || value.length <= LONG_TEXT) return value
  return `sha256:${createHash('sha256').update(value).digest('hex')}`
}

const scratch = mkdtempSync(path.join(tmpdir(), 'iteron-folder-'))
let server
try {
  const checkout = values.built ?? path.join(scratch, 'checkout')
  if (values.built === undefined) checkOut(checkout)
  const { version } = JSON.parse(readFileSync(path.join(checkout, 'package.json'), 'utf8'))
  const data = path.join(scratch, 'data')
  server = new Server(spawn, checkout, scratch, data)
  await server.start()
  await play(server)
  const held = await recorded(server)
  await server.kill()
  mkdirSync(fixtures, { recursive: true })
  const target = path.join(fixtures, version)
  writeFileSync(`${target}.tar.gz`, pack(data))
  writeFileSync(`${target}.json`, `${JSON.stringify({ version, commit, ...held }, shortened, 1)}\n`)
  process.stdout.write(`${path.relative(root, target)}.{tar.gz,json} written\n`)
} finally {
  await server?.kill()
  rmSync(scratch, { recursive: true, force: true })
}
