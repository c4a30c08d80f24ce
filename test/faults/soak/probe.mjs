// Loaded before the program (NODE_OPTIONS): at SIGUSR2 it collects garbage and writes to the file ITERON_SOAK_PROBE
// what the process holds, `{"pid", "nth", "heapBytes", "externalBytes", "resources": {kind: count}}`.
import fs from 'node:fs'
import process from 'node:process'
import v8 from 'node:v8'
import vm from 'node:vm'
import { isMainThread } from 'node:worker_threads'

const file = process.env.ITERON_SOAK_PROBE
let nth = 0

function counted(names) {
  const counts = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

function write() {
  nth += 1
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  const held = {
    pid: process.pid,
    nth,
    heapBytes: heapUsed,
    externalBytes: external + arrayBuffers,
    resources: counted(process.getActiveResourcesInfo()),
  }
  fs.writeFileSync(`${file}.new`, JSON.stringify(held))
  fs.renameSync(`${file}.new`, file)
}

// only the server: the commands of the test run with the same environment
if (file !== undefined && isMainThread && process.argv[2] === 'up') {
  v8.setFlagsFromString('--expose-gc')
  const collect = vm.runInNewContext('gc')
  process.on('SIGUSR2', () => {
    collect()
    collect() // what finalizers let go of
    write()
  })
}
