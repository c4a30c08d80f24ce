// Blurs the faces that were found, so that the photograph may be published.
import { readFileSync } from 'node:fs'
import { input, inputFile, output, publish, readEvent, run, writeInsights } from '../base-directory.mjs'
import { blurOval, grow, readPicture, writePicture } from '../picture.mjs'

await run(() => {
  const { photo, url } = readEvent()
  const file = inputFile('.jpg')
  const faces = JSON.parse(readFileSync(input(`data/${inputFile('-faces.json')}`), 'utf8'))
  const picture = readPicture(input(`data/${file}`))
  for (const face of faces) blurOval(picture, grow(face, 0.25, picture))
  const name = file.replace(/\.jpg$/, '-blurred.jpg')
  writePicture(output(name), picture)
  writeInsights({ blurred: faces.length })
  publish('photo.blurred', { photo, url, faces: faces.length }, [name])
  console.log(`${name}: ${faces.length} faces blurred`)
})
