// `npm test [-- jest's arguments]`: format, lint, types, build, tests; stops at the first that fails.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
// what the tests make goes with it, however they end
const scratch = mkdtempSync(path.join(tmpdir(), 'iteron-test-'))
const report = path.join(scratch, 'jest.json')

const program = (file, ...args) => [path.join(root, 'node_modules', file), ...args]

const sections = [
  ['format', program('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')],
  ['lint', program('eslint/bin/eslint.js', '.', '--max-warnings', '0')],
  ['types', program('typescript/bin/tsc', '-p', 'tsconfig.json')],
  ['build', ['scripts/build.mjs']],
  [
    'test',
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      ...program('jest/bin/jest.js', '--json', `--outputFile=${report}`, ...process.argv.slice(2)),
    ],
  ],
]

function passes([name, args]) {
  process.stdout.write(`\n== ${name}\n`)
  const started = performance.now()
  // jest repeats its whole report as JSON on standard output, its readable one goes to standard error
  const stdio = ['inherit', name === 'test' ? 'ignore' : 'inherit', 'inherit']
  const run = spawnSync(process.execPath, args, {
    cwd: root,
    stdio,
    env: { ...process.env, TMPDIR: scratch },
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  process.stdout.write(`== ${name}: ${run.status === 0 ? 'ok' : 'FAILED'} (${seconds} s)\n`)
  return run.status === 0
}

// A test file that does not even load counts as one failed test, else the line would read as a success.
function counts() {
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(report, 'utf8'),
  )
  return `${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`
}

const failed = sections.find((section) => !passes(section))
if (failed) process.exitCode = 1
try {
  if (!failed || failed[0] === 'test') process.stdout.write(`${counts()}\n`)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
