// Downloads the link that was posted to the front API.
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

const base = process.env.HANDLER_BASE_DIR ?? '/ion'
const CONNECT_MS = 30_000

try {
  await download()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

async function download() {
  const url = JSON.parse(readFileSync(join(base, 'in/eventmeta.json'), 'utf8')).find(
    ({ key }) => key === 'url',
  )?.value
  if (!url) throw new Error('the event names no url')
  const started = performance.now()
  const response = await open(url)
  const name = fileName(url)
  mkdirSync(join(base, 'out/data'), { recursive: true })
  await pipeline(response.body, createWriteStream(join(base, 'out/data', name)))
  const downloadTimeSec = ((performance.now() - started) / 1000).toFixed(3)
  write('out/insights.json', { downloadTimeSec, sourceUrl: url })
  mkdirSync(join(base, 'out/events'), { recursive: true })
  write('out/events/event.json', { eventType: 'file_downloaded', files: name })
  console.log(`${url} downloaded in ${downloadTimeSec} s`)
}

async function open(url) {
  const connecting = new AbortController()
  const timer = setTimeout(
    () => connecting.abort(new Error(`no answer within ${CONNECT_MS / 1000} s`)),
    CONNECT_MS,
  )
  try {
    const response = await fetch(url, { signal: connecting.signal })
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status} ${response.statusText}`)
    return response
  } catch (error) {
    throw new Error(`${url} can't be fetched: ${error.cause?.message || error.cause?.code || error.message}`)
  } finally {
    clearTimeout(timer)
  }
}

/** The last part of the URL's path, of characters that every file system takes. */
function fileName(url) {
  const name = basename(new URL(url).pathname)
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .replace(/^\.+/, '')
    .slice(-100)
  return name || 'file.raw'
}

/** Key-value pairs as JSON, the form of events and insights. */
function write(path, pairs) {
  const list = Object.entries(pairs).map(([key, value]) => ({ key, value }))
  writeFileSync(join(base, path), JSON.stringify(list))
}
