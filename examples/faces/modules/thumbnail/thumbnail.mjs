// A small copy of a photograph that may be published.
import { input, inputFile, output, publish, readEvent, run } from '../base-directory.mjs'
import { readPicture, shrink, writePicture } from '../picture.mjs'

await run(() => {
  const { photo, url } = readEvent()
  const file = inputFile('.jpg')
  const small = shrink(readPicture(input(`data/${file}`)), Number(process.env.WIDTH ?? 320))
  const name = file.replace(/\.jpg$/, '-thumbnail.jpg')
  writePicture(output(name), small)
  publish('thumbnail.made', { photo, url }, [name])
  console.log(`${name}: ${small.width} × ${small.height}`)
})
