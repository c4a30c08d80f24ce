// Makes a short video with ffmpeg (a test picture and a tone), and serves it locally. `node serve.mjs [PORT]` prints
// the video's URL and serves until it is stopped.
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SECONDS = 5

/**
 * Serves on 127.0.0.1; port 0 picks one.
 * @returns {Promise<{url: string, close: () => Promise<void>}>}
 */
export async function serveVideo(port) {
  const video = await makeVideo()
  const server = createServer((request, response) => {
    if (request.url !== '/video.mp4')
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not here.\n')
    else response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': video.length }).end(video)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { url: `http://127.0.0.1:${server.address().port}/video.mp4`, close }
}

async function makeVideo() {
  // Imported here, so that this file can be loaded before the packages are there.
  const { default: ffmpeg } = await import('@ffmpeg-installer/ffmpeg')
  const folder = mkdtempSync(join(tmpdir(), 'iteron-transcode-'))
  try {
    const file = join(folder, 'video.mp4')
    const picture = ['-f', 'lavfi', '-i', `testsrc=size=320x180:rate=25:duration=${SECONDS}`]
    const tone = ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${SECONDS}`]
    const codecs = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac']
    execFileSync(ffmpeg.path, ['-loglevel', 'error', '-nostdin', ...picture, ...tone, ...codecs, file])
    return readFileSync(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [port = '0'] = process.argv.slice(2)
  try {
    const { url } = await serveVideo(Number(port))
    console.log(url)
  } catch (error) {
    console.error(`The video can't be served: ${error.message}`)
    process.exitCode = 1
  }
}
