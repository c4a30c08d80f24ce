// `npm run soak [-- --seed N] [--hours H] [PATTERN]`: builds, then runs the tests of faults that do more in their longest form than in
// `ITERON_TEST_LONG=1 npm test`, in at most 45 minutes on two cores. First the soak itself, alone, since it looks at memory and times;
// then the others, two at once. `--hours` makes the soak longer. The last line is `N passed, N failed`.
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { budgetOf, SOAK } from './tests/budgets.mjs'
import { soakFiles } from './tests/soak-files.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const TESTS = path.join(root, 'test/faults')
const ALONE = path.join(TESTS, 'soak/soak.test.ts')
const MINUTE_MS = 60_000
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }
/** What is interrupted has so long to end by itself. */
const END_MS = 20_000
const LOOK_MS = 100

const { seed, hours, pattern } = choices()
const soakMinutes = hours === undefined ? SOAK : hours * 60 + 3.5
const scratch = mkdtempSync(path.join(tmpdir(), 'iteron-soak-'))
const began = performance.now()
const total = { passed: 0, failed: 0 }
let child
let interrupted
for (const [signal, code] of Object.entries(SIGNALS))
  process.on(signal, () => {
    interrupted ??= code
    signalGroup('SIGTERM')
  })

try {
  process.exitCode = await soak()
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function choices() {
  try {
    const options = { seed: { type: 'string' }, hours: { type: 'string' } }
    const { values, positionals } = parseArgs({ options, allowPositionals: true })
    const seed = values.seed ?? String(randomInt(2 ** 31))
    const hours = values.hours === undefined ? undefined : Number(values.hours)
    if (!/^\d+$/.test(seed)) throw new Error(`--seed must be a whole number, not ${seed}`)
    if (hours !== undefined && !(hours > 0)) throw new Error(`--hours must be above 0, not ${values.hours}`)
    return { seed, hours, pattern: positionals[0] ?? '' }
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    process.exit(2)
  }
}

async function soak() {
  const chosen = pattern === '' ? '' : ` ${pattern}`
  process.stdout.write(
    `repeat with: npm run soak -- --seed ${seed}${hours === undefined ? '' : ` --hours ${hours}`}${chosen}\n`,
  )
  if (!(await run('build', ['scripts/build.mjs']))) return 1
  const files = soakFiles(TESTS).filter((file) => new RegExp(pattern).test(path.relative(TESTS, file)))
  if (files.includes(ALONE)) await tests('soak', ['--runInBand', '--runTestsByPath', ALONE])
  const others = files.filter((file) => file !== ALONE)
  if (others.length > 0) await tests('others', ['--maxWorkers=2', '--runTestsByPath', ...others])
  const minutes = ((performance.now() - began) / MINUTE_MS).toFixed(1)
  process.stdout.write(
    `\n== ${minutes} minutes; seed ${seed}\n${total.passed} passed, ${total.failed} failed\n`,
  )
  return interrupted ?? (total.failed === 0 && total.passed > 0 ? 0 : 1)
}

/** Runs jest and adds up what passed and failed. A file that doesn't load, or jest's own end, is a failure. */
async function tests(name, args) {
  const report = path.join(scratch, `${name}.json`)
  const jest = path.join(root, 'node_modules/jest/bin/jest.js')
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning']
  const all = [...node, jest, '--json', `--outputFile=${report}`, ...args]
  const ok = await run(name, all)
  if (!existsSync(report)) {
    total.failed += 1
    return
  }
  const result = JSON.parse(readFileSync(report, 'utf8'))
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites
  total.passed += result.numPassedTests
  total.failed += ok ? failed : Math.max(1, failed)
  result.testResults.forEach(tellTime)
}

function tellTime({ name, startTime, endTime, status }) {
  const minutes = (endTime - startTime) / MINUTE_MS
  const budget = budgetOf(name, soakMinutes)
  const over = minutes > budget ? ', OVER' : ''
  const file = path.relative(TESTS, name)
  process.stdout.write(`   ${file}: ${status}, ${minutes.toFixed(1)} of ${budget} minutes${over}\n`)
}

/** Runs node in a process group of its own; when it has ended, nothing of the group is left. */
async function run(name, args) {
  if (interrupted !== undefined) return false
  process.stdout.write(`\n== ${name}\n`)
  const code = await new Promise((resolve) => {
    child = spawn(process.execPath, args, {
      cwd: root,
      env: environment(),
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    })
    child.on('exit', resolve)
  })
  const end = performance.now() + END_MS
  while (signalGroup(performance.now() < end ? 0 : 'SIGKILL')) await pause(LOOK_MS)
  child = undefined
  return code === 0
}

function environment() {
  return {
    ...process.env,
    TMPDIR: scratch, // what the tests make goes with it, however they end
    ITERON_SOAK: '1',
    ITERON_FAULT_SEED: seed,
    ...(hours === undefined ? {} : { ITERON_SOAK_MINUTES: String(hours * 60) }),
  }
}

/** Whether there was a process in the group. */
function signalGroup(signal) {
  try {
    if (child?.pid === undefined) return false
    process.kill(-child.pid, signal)
    return true
  } catch {
    return false
  }
}
