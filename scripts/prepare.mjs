// Runs after `npm ci` and before `npm pack`: builds, and makes `npx iteron` work inside this checkout.
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

// `npm ci --omit=dev` brings no compiler; what was built before stays in use.
if (existsSync(path.join(modules, 'typescript'))) await import('./build.mjs')
