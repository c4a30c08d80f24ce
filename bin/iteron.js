#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../dist/program/main.cjs', import.meta.url))
const [command, ...others] = process.argv.slice(2)

/** Before there is a program that says what went wrong. */
function explain(error) {
  if (error.code !== 'EMFILE' && error.code !== 'ENFILE') throw error
  process.stderr.write(`iteron: ${error.message}\n  Raise the limit of open files, by \`ulimit -n\`.\n`)
  process.exitCode = 5
}

if ((command === 'version' || command === '--version') && others.length === 0) {
  // asked often, so nothing is loaded for it
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  process.stdout.write(`${version}\n`)
} else if (existsSync(program)) {
  await import('./code-cache.js').then(({ run }) => run(program)).catch(explain)
} else {
  process.stderr.write(
    'iteron: the program is not built: dist/program/main.cjs is missing. Run `npm run build`.\n',
  )
  process.exitCode = 1
}
