// `npm run build`: compiles the sources to dist/, with the files that they read at run time beside them.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const folders = ['core', 'proto', 'adapters', 'dispatcher', 'handler', 'management-api', 'front-api', 'cli']
const assets = new Set(['.proto', '.sql', '.sh'])

function filesIn(folder) {
  const absolute = path.join(root, folder)
  if (!existsSync(absolute)) return []
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
}

// tsc leaves the output of a source that was removed or renamed, and it would be packed.
function removeStale() {
  for (const folder of folders) {
    for (const output of filesIn(path.join('dist', folder))) {
      const source = path.relative('dist', output).replace(/\.js$/, '.ts')
      if (!existsSync(path.join(root, source))) rmSync(path.join(root, output), { force: true })
    }
  }
}

function copyAssets() {
  for (const file of folders.flatMap(filesIn).filter((name) => assets.has(path.extname(name)))) {
    const target = path.join(root, 'dist', file)
    mkdirSync(path.dirname(target), { recursive: true })
    copyFileSync(path.join(root, file), target)
  }
}

const compiler = path.join(root, 'node_modules/typescript/bin/tsc')
const run = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
})
removeStale()
copyAssets()
process.exitCode = run.status ?? 1
