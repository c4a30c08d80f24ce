// Loaded before the program (`node --import`): kills the process at one of its writes. ITERON_CRASH_AT is JSON: `place`, the call
// in the build (`dispatcher/relay.js:52:21`), `when`, before or after, and `nth`, from 1.
//
// *Before* is before the adapter is told of the write, *after* is when it has acknowledged it and nobody has heard of that yet.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { sqliteDocumentStore } from '../../../dist/adapters/sqlite/document-store.js'
import { sqliteEventBus } from '../../../dist/adapters/sqlite/event-bus.js'
import { filesystemBlobStore } from '../../../dist/adapters/filesystem/blob-store.js'

const BUILD = new URL('../../../dist/', import.meta.url).href
/** What stands between whoever writes and the adapter. */
const TRANSPARENT = /^(?:adapters|core\/policies)\//
const { place, when, nth } = JSON.parse(process.env.ITERON_CRASH_AT ?? '{}')
let left = nth

function die() {
  fs.writeSync(2, `crashed ${when} ${place}\n`)
  process.kill(process.pid, 'SIGKILL')
  for (;;); // nothing may run between the signal and the end
}

/** Where in the build the call comes from, as far as it isn't among what is left out. */
function caller(isLeftOut) {
  const { prepareStackTrace, stackTraceLimit } = Error
  Error.stackTraceLimit = 50
  Error.prepareStackTrace = (_error, frames) => frames
  const { stack } = new Error()
  Error.prepareStackTrace = prepareStackTrace
  Error.stackTraceLimit = stackTraceLimit
  for (const frame of stack) {
    const file = frame.getFileName() ?? frame.getScriptNameOrSourceURL() ?? ''
    if (!file.startsWith(BUILD)) continue
    const name = file.slice(BUILD.length)
    if (!isLeftOut(name)) return `${name}:${frame.getLineNumber()}:${frame.getColumnNumber()}`
  }
  return undefined
}

function isHere(isLeftOut) {
  if (caller(isLeftOut) !== place) return false
  left -= 1
  return left === 0
}

function crashing(write) {
  return function (...args) {
    if (!isHere((file) => TRANSPARENT.test(file))) return write.apply(this, args)
    if (when === 'before') die()
    return write.apply(this, args).then(die)
  }
}

function wrap(port, methods) {
  const prototype = Object.getPrototypeOf(port)
  for (const method of methods) prototype[method] = crashing(prototype[method])
}

wrap(sqliteDocumentStore(), ['batch', 'claim'])
wrap(filesystemBlobStore('/', { durability: 'process' }), ['put', 'delete', 'sync'])
wrap(sqliteEventBus(), ['publish', 'settleDeadLetter', 'ensureTopics'])

// Deliveries aren't of a class: each is made anew as it is read.
const bus = Object.getPrototypeOf(sqliteEventBus())
const { subscribe } = bus
bus.subscribe = function (...args) {
  const deliveries = subscribe.apply(this, args)
  return (async function* () {
    for await (const batch of deliveries) yield batch.map(settledWithCrash)
  })()
}

function settledWithCrash(delivery) {
  const { complete, retry, deadLetter } = delivery
  return {
    ...delivery,
    complete: crashing(complete),
    retry: crashing(retry),
    deadLetter: crashing(deadLetter),
  }
}

// Of files only whoever calls Node's function is looked at: what an adapter does with files is its own affair.
for (const name of ['renameSync', 'writeFileSync', 'mkdirSync']) {
  const write = fs[name]
  fs[name] = (...args) => {
    if (!isHere(() => false)) return write(...args)
    if (when === 'before') die()
    write(...args)
    return die()
  }
}
syncBuiltinESMExports()
