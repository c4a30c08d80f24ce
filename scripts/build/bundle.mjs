// The program as one file for each thread: a start reads two files instead of a thousand, and V8's code cache is of use.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'

/** Native code stays where npm has put it. */
const EXTERNAL = ['@photostructure/sqlite']
/** They read .proto files of their own, which go with the bundle. */
const WITH_FILES = { 'grpc-health-check': 'proto', '@grpc/reflection': 'build/proto' }
const ENTRIES = { main: 'cli/main.ts', worker: 'adapters/sqlite/worker.ts' }

/** Writes `dist/program/` anew. */
export async function bundle(root) {
  const target = path.join(root, 'dist/program')
  const fresh = `${target}.${process.pid}`
  mkdirSync(fresh, { recursive: true })
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir: fresh,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: EXTERNAL,
    // names stay, for stack traces
    minifySyntax: true,
    minifyWhitespace: true,
    define: { 'import.meta.url': '__bundleUrl', 'import.meta.dirname': '__dirname' },
    banner: { js: "const __bundleUrl=require('node:url').pathToFileURL(__filename).href;" },
    plugins: [withFiles(root)],
    metafile: true,
    logLevel: 'warning',
  })
  const libraries = packagesOf(Object.keys(metafile.inputs))
  for (const [name, folder] of Object.entries(WITH_FILES))
    cpSync(path.join(root, 'node_modules', name, folder), path.join(fresh, name, folder), { recursive: true })
  writeFileSync(path.join(fresh, 'LICENSES.txt'), licensesOf(root, libraries))
  replace(fresh, target)
}

/** File by file, since others may be running what is there. */
function replace(fresh, target) {
  mkdirSync(target, { recursive: true })
  const files = (folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
  const wanted = files(fresh)
  for (const file of wanted) {
    mkdirSync(path.dirname(path.join(target, file)), { recursive: true })
    renameSync(path.join(fresh, file), path.join(target, file))
  }
  for (const file of files(target)) if (!wanted.includes(file)) rmSync(path.join(target, file))
  rmSync(fresh, { recursive: true })
}

/** Each library of WITH_FILES finds its folder beside the bundle. */
function withFiles(root) {
  const filter = new RegExp(`node_modules/(${Object.keys(WITH_FILES).join('|')})/.*\\.js$`)
  return {
    name: 'with-files',
    setup({ onLoad }) {
      onLoad({ filter }, ({ path: file }) => {
        const folder = path.dirname(path.relative(path.join(root, 'node_modules'), file))
        const contents = readFileSync(file, 'utf8').replaceAll(
          '__dirname',
          `require("node:path").join(__dirname,${JSON.stringify(folder)})`,
        )
        return { contents, loader: 'js' }
      })
    },
  }
}

/** Folders of the packages in node_modules that the files are of. */
function packagesOf(files) {
  const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//
  return [...new Set(files.flatMap((file) => folder.exec(file)?.[1] ?? []))].sort()
}

/** What their licences ask for: their texts, in whatever the code is given out. */
function licensesOf(root, packages) {
  return packages
    .map((folder) => `${nameOf(root, folder)}\n\n${licenseOf(path.join(root, folder))}\n`)
    .join('\n')
}

function nameOf(root, folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'))
  return `== ${name} ${version} (${license})`
}

function licenseOf(folder) {
  const names = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE', 'License', 'LICENSE-MIT']
  const file = names.map((name) => path.join(folder, name)).find((name) => existsSync(name))
  return file === undefined ? 'The package brings no text of its licence.' : readFileSync(file, 'utf8').trim()
}
