// Runs after `npm ci` and before `npm pack`: builds, and links the program where npm's scripts find it.
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const modules = fileURLToPath(new URL('../node_modules/', import.meta.url))

// npm links the programs of dependencies, not the package's own.
function linkProgram() {
  const link = path.join(modules, '.bin/iteron')
  mkdirSync(path.dirname(link), { recursive: true })
  rmSync(link, { force: true })
  symlinkSync('../../bin/iteron.js', link)
}

if (process.platform !== 'win32') linkProgram()

// The first `npx iteron` in a checkout prepares it once more; a failure there would break npx's cache for good.
const startedByNpx = process.env.npm_command === 'exec'

// `npm ci --omit=dev` brings no compiler; what was built before stays in use.
const compilerIsThere = existsSync(path.join(modules, 'typescript'))

if (compilerIsThere && !startedByNpx) await import('./build.mjs')
