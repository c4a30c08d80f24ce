// The neural networks, on TensorFlow's WebAssembly back end: no compiler, no GPU.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)
const folder = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'model')

/** face-api and TensorFlow, with the named network loaded, as `nets` of face-api calls it. */
export async function loadModel(network) {
  const tf = require('@tensorflow/tfjs')
  const faceapi = require('@vladmandic/face-api/dist/face-api.node-wasm.js')
  await tf.setBackend('wasm')
  await tf.ready()
  await faceapi.nets[network].loadFromDisk(folder)
  return { faceapi, tf }
}

/** A picture as the networks take it: height × width × 3. */
export function toTensor(tf, picture) {
  const rgb = new Int32Array(picture.width * picture.height * 3)
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = picture.data[from]
    rgb[to + 1] = picture.data[from + 1]
    rgb[to + 2] = picture.data[from + 2]
  }
  return tf.tensor3d(rgb, [picture.height, picture.width, 3], 'int32')
}
