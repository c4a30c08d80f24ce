// Iteron as a process of its own, and its command line.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const PROGRAM = join(import.meta.dirname, '../../bin/iteron.js')
const READY = /^ready grpc=(\S+) http=(\S+)$/
const READY_WITHIN_MS = 30_000
// `iteron up` gives running modules 10 s of grace.
const STOPPED_WITHIN_MS = 20_000

/**
 * Starts `iteron up` on the data folder and waits until it serves.
 * @returns {Promise<{grpc: string, http: string, iteron: Function, stop: () => Promise<void>}>}
 */
export async function startServer(data, logFile) {
  const log = openSync(logFile, 'a')
  const args = [PROGRAM, 'up', '--data', data, '--grpc', '127.0.0.1:0', '--http', '127.0.0.1:0']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', log] })
  closeSync(log)
  const stop = () => stopProcess(child)
  try {
    const [grpc, http] = await ready(child)
    return { grpc, http, stop, iteron: (...command) => runCli([...command, '--endpoint', grpc]) }
  } catch (error) {
    await stop()
    throw new Error(`Iteron didn't start: ${error.message}\n${readFileSync(logFile, 'utf8').slice(-2000)}`)
  }
}

async function ready(child) {
  const lines = createInterface({ input: child.stdout })
  const timer = setTimeout(() => lines.close(), READY_WITHIN_MS)
  try {
    for await (const line of lines) {
      const match = READY.exec(line)
      if (match) return [match[1], match[2]]
    }
  } finally {
    clearTimeout(timer)
    child.stdout.resume()
  }
  throw new Error(`it ended or said nothing of being ready for ${READY_WITHIN_MS / 1000} s`)
}

async function stopProcess(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS)
  await exited
  clearTimeout(timer)
}

/**
 * Runs one command of the CLI.
 * @returns {Promise<{code: number, stdout: string, stderr: string}>}
 */
async function runCli(args) {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const out = []
  const err = []
  child.stdout.on('data', (chunk) => out.push(chunk))
  child.stderr.on('data', (chunk) => err.push(chunk))
  const [code] = await once(child, 'close')
  return { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }
}
