#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { run } from './code-cache.js'

const program = fileURLToPath(new URL('../dist/program/main.cjs', import.meta.url))

/** Before there is a program that says what went wrong. */
function explain(error) {
  if (error.code !== 'EMFILE' && error.code !== 'ENFILE') throw error
  process.stderr.write(`iteron: ${error.message}\n  Raise the limit of open files, by \`ulimit -n\`.\n`)
  process.exitCode = 5
}

if (existsSync(program)) {
  try {
    run(program)
  } catch (error) {
    explain(error)
  }
} else {
  process.stderr.write(
    'iteron: the program is not built: dist/program/main.cjs is missing. Run `npm run build`.\n',
  )
  process.exitCode = 1
}
