// `npm run build`: compiles the sources to dist/, and binds them with the libraries to dist/program/, which is what runs.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from './build/bundle.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const folders = ['core', 'proto', 'adapters', 'dispatcher', 'handler', 'management-api', 'front-api', 'cli']

function filesIn(folder) {
  const absolute = path.join(root, folder)
  if (!existsSync(absolute)) return []
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
}

// tsc leaves the output of a source that was removed or renamed.
function removeStale() {
  for (const folder of folders) {
    for (const output of filesIn(path.join('dist', folder))) {
      const source = path.relative('dist', output).replace(/\.js$/, '.ts')
      if (!existsSync(path.join(root, source))) rmSync(path.join(root, output), { force: true })
    }
  }
}

const compiler = path.join(root, 'node_modules/typescript/bin/tsc')
const run = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
})
removeStale()
await bundle(root)
process.exitCode = run.status ?? 1
