// Loaded before the program (NODE_OPTIONS), and before its threads: at SIGUSR2 each collects garbage, and the process writes to the
// file ITERON_SOAK_PROBE what it holds: `{"pid", "nth", "heapBytes", "externalBytes", "resources": {kind: count}}`.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import process from 'node:process'
import v8 from 'node:v8'
import vm from 'node:vm'
import threads from 'node:worker_threads'

const PROBE = import.meta.url
const file = process.env.ITERON_SOAK_PROBE
const told = new threads.BroadcastChannel('soak probe')
let started = 0
let nth = 0

v8.setFlagsFromString('--expose-gc')
const collect = vm.runInNewContext('gc')

/** The thread's own memory, garbage collected. */
function held() {
  collect()
  collect() // what finalizers let go of
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  return { heapBytes: heapUsed, externalBytes: external + arrayBuffers }
}

function counted(names) {
  const counts = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

function write(parts) {
  nth += 1
  const sum = (key) => parts.reduce((all, part) => all + part[key], 0)
  const all = {
    pid: process.pid,
    nth,
    heapBytes: sum('heapBytes'),
    externalBytes: sum('externalBytes'),
    resources: counted(process.getActiveResourcesInfo()),
  }
  fs.writeFileSync(`${file}.new`, JSON.stringify(all))
  fs.renameSync(`${file}.new`, file)
}

/** Resolves with what the process's threads hold. */
function ofThreads() {
  const parts = []
  return new Promise((resolve) => {
    told.onmessage = ({ data }) => {
      parts.push(data)
      if (parts.length === started) resolve(parts)
    }
    if (started === 0) resolve(parts)
    told.postMessage('tell')
  })
}

function probeThreads() {
  const { Worker } = threads
  threads.Worker = class extends Worker {
    constructor(url, options) {
      super(url, { ...options, execArgv: ['--import', PROBE] })
      started += 1
      this.once('exit', () => (started -= 1))
    }
  }
  syncBuiltinESMExports()
}

told.unref()
if (!threads.isMainThread) {
  told.onmessage = ({ data }) => {
    if (data === 'tell') told.postMessage(held())
  }
  told.unref() // a listener has it hold the thread again
} else if (file !== undefined && process.argv[2] === 'up') {
  // only the server: the commands of the test run with the same environment
  probeThreads()
  process.on('SIGUSR2', async () => write([held(), ...(await ofThreads())]))
}
