#!/usr/bin/env node
import { existsSync } from 'node:fs'

const main = new URL('../dist/cli/main.js', import.meta.url)

if (existsSync(main)) {
  await import(main.href)
} else {
  process.stderr.write(
    'iteron: the program is not built: dist/cli/main.js is missing. Run `npm run build`.\n',
  )
  process.exitCode = 1
}
