// A local web server with the photographs that the package @vladmandic/face-api brings, and one made from them
// that shows no face. Run by itself it prints their URLs and serves until it is stopped.
import { once } from 'node:events'
import { readFileSync, realpathSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PHOTOGRAPHS = [1, 2, 3, 4, 5, 6].map((number) => `sample${number}.jpg`)
const WITHOUT_FACES = {
  name: 'wineglass.jpg',
  from: 'sample1.jpg',
  box: { x: 150, y: 850, width: 700, height: 430 },
}
const MISSING = 'lost.jpg'

/**
 * Serves on 127.0.0.1, on a port that the system picks. The last but one URL shows no face, the last one answers 404.
 * @returns {Promise<{urls: string[], close: () => Promise<void>}>}
 */
export async function servePhotographs() {
  const photographs = await load()
  const server = createServer((request, response) => answer(photographs, request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${server.address().port}`
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { urls: [...photographs.keys(), MISSING].map((name) => `${base}/${name}`), close }
}

async function load() {
  // Imported here, so that this file can be loaded before the packages are there.
  const { crop, readPicture } = await import('./modules/picture.mjs')
  const { default: jpeg } = await import('jpeg-js')
  const packageFile = createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')
  const folder = join(dirname(packageFile), 'demo')
  const photographs = new Map(PHOTOGRAPHS.map((name) => [name, readFileSync(join(folder, name))]))
  const cutOut = crop(readPicture(join(folder, WITHOUT_FACES.from)), WITHOUT_FACES.box)
  return photographs.set(WITHOUT_FACES.name, jpeg.encode(cutOut, 90).data)
}

function answer(photographs, request, response) {
  const photograph = photographs.get(new URL(request.url, 'http://localhost').pathname.slice(1))
  if (!photograph)
    response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such photograph.\n')
  else
    response
      .writeHead(200, { 'content-type': 'image/jpeg', 'content-length': photograph.length })
      .end(photograph)
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { urls } = await servePhotographs()
  console.log(urls.join('\n'))
}
