#!/usr/bin/env node
import { existsSync } from 'node:fs'

/** Before there is a program that says what went wrong. */
function explain(error) {
  if (error.code !== 'EMFILE' && error.code !== 'ENFILE') throw error
  process.stderr.write(`iteron: ${error.message}\n  Raise the limit of open files, by \`ulimit -n\`.\n`)
  process.exitCode = 5
}

const main = new URL('../dist/cli/main.js', import.meta.url)

if (existsSync(main)) {
  await import(main.href).catch(explain)
} else {
  process.stderr.write(
    'iteron: the program is not built: dist/cli/main.js is missing. Run `npm run build`.\n',
  )
  process.exitCode = 1
}
