// Fetches the photograph that the event names. What isn't a photograph fails the job.
import { writeFileSync } from 'node:fs'
import { output, publish, readEvent, run, writeInsights } from '../base-directory.mjs'

const LIMIT = Number(process.env.MAX_MEGABYTES ?? 32) * 1024 * 1024

await run(async () => {
  const { photo, url } = readEvent()
  const started = performance.now()
  const bytes = await fetchBytes(url)
  if (bytes.readUInt16BE(0) !== 0xffd8) throw new Error(`${url} is not a JPEG picture`)
  const name = `${baseName(url)}.jpg`
  writeFileSync(output(name), bytes)
  const downloadTimeSec = ((performance.now() - started) / 1000).toFixed(3)
  writeInsights({ downloadTimeSec, bytes: bytes.length, sourceUrl: url })
  publish('photo.downloaded', { photo, url }, [name])
  console.log(`${url}: ${bytes.length} bytes in ${downloadTimeSec} s`)
})

async function fetchBytes(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000) }).catch((error) => {
    throw new Error(`${url} can't be fetched: ${error.cause?.message || error.cause?.code || error.message}`)
  })
  if (!response.ok) throw new Error(`${url} can't be fetched: HTTP ${response.status} ${response.statusText}`)
  const chunks = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > LIMIT) throw new Error(`${url} is larger than ${LIMIT} bytes`)
    chunks.push(chunk)
  }
  if (size < 2) throw new Error(`${url} is empty`)
  return Buffer.concat(chunks)
}

/** The last part of the URL's path without its ending, of characters that every file system takes. */
function baseName(url) {
  const last = new URL(url).pathname
    .split('/')
    .pop()
    .replace(/\.[A-Za-z0-9]+$/, '')
  return last.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 60) || 'photo'
}
