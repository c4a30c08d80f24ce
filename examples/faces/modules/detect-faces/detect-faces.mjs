// Finds the faces of a photograph with SSD MobileNet. A photograph with faces goes one way, one without another;
// each face is also cut out and goes its own way.
import { copyFileSync, writeFileSync } from 'node:fs'
import { input, inputFile, output, publish, readEvent, run, writeInsights } from '../base-directory.mjs'
import { loadModel, toTensor } from '../face-model.mjs'
import { crop, grow, readPicture, writePicture } from '../picture.mjs'

const minConfidence = Number(process.env.MIN_CONFIDENCE ?? 0.5)

await run(async () => {
  const { photo, url } = readEvent()
  const file = inputFile('.jpg')
  const picture = readPicture(input(`data/${file}`))
  const started = performance.now()
  const faces = await detect(picture)
  writeInsights({ faces: faces.length, detectTimeSec: ((performance.now() - started) / 1000).toFixed(3) })
  copyFileSync(input(`data/${file}`), output(file))
  if (faces.length === 0) publish('photo.clear', { photo, url }, [file])
  else publishFaces({ photo, url }, file, picture, faces)
  console.log(`${file}: ${faces.length} faces`)
})

/** Boxes from left to right, with their score (0 to 1). */
async function detect(picture) {
  const { faceapi, tf } = await loadModel('ssdMobilenetv1')
  const options = new faceapi.SsdMobilenetv1Options({ minConfidence, maxResults: 100 })
  const found = await faceapi.detectAllFaces(toTensor(tf, picture), options)
  return found
    .map(({ score, box: { x, y, width, height } }) => ({
      score,
      ...grow({ x, y, width, height }, 0, picture),
    }))
    .filter(({ width, height }) => width > 0 && height > 0)
    .sort((a, b) => a.x - b.x)
}

function publishFaces(source, file, picture, faces) {
  const stem = file.replace(/\.jpg$/, '')
  writeFileSync(output(`${stem}-faces.json`), JSON.stringify(faces, undefined, 2))
  publish('photo.faces', { ...source, faces: faces.length }, [file, `${stem}-faces.json`])
  faces.forEach((face, index) => {
    const name = `${stem}-face-${index + 1}.jpg`
    writePicture(output(name), crop(picture, grow(face, 0.1, picture)))
    publish('face.found', { ...source, face: index + 1, score: face.score.toFixed(2) }, [name])
  })
}
