// Says which expression a face shows, and how sure the network is of it.
import { copyFileSync } from 'node:fs'
import { input, inputFile, output, publish, readEvent, run, writeInsights } from '../base-directory.mjs'
import { loadModel, toTensor } from '../face-model.mjs'
import { readPicture } from '../picture.mjs'

await run(async () => {
  const { photo, url, face, score } = readEvent()
  const file = inputFile('.jpg')
  const started = performance.now()
  const { faceapi, tf } = await loadModel('faceExpressionNet')
  const expressions = await faceapi.nets.faceExpressionNet.predictExpressions(
    toTensor(tf, readPicture(input(`data/${file}`))),
  )
  const [{ expression, probability }] = expressions.asSortedArray()
  const confidence = probability.toFixed(2)
  writeInsights({
    expression,
    confidence,
    classifyTimeSec: ((performance.now() - started) / 1000).toFixed(3),
  })
  copyFileSync(input(`data/${file}`), output(file))
  publish('face.classified', { photo, url, face, score, expression, confidence }, [file])
  console.log(`${file}: ${expression} (${confidence})`)
})
