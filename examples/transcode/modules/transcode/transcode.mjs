// Transcodes each input file to H.264 in 1280 × 720, with ffmpeg.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, parse } from 'node:path'
import ffmpeg from '@ffmpeg-installer/ffmpeg'

const base = process.env.HANDLER_BASE_DIR ?? '/ion'
// Fits the picture into the frame and keeps its proportions.
const FRAME = 'scale=1280:720:force_original_aspect_ratio=decrease,pad=1280:720:(ow-iw)/2:(oh-ih)/2,setsar=1'

try {
  transcodeAll()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

function transcodeAll() {
  const files = readdirSync(join(base, 'in/data'))
  if (files.length === 0) throw new Error('the event brought no file')
  mkdirSync(join(base, 'out/data'), { recursive: true })
  mkdirSync(join(base, 'out/events'), { recursive: true })
  const started = performance.now()
  const names = files.map(transcode)
  const transcodeTimeSec = ((performance.now() - started) / 1000).toFixed(3)
  write('out/insights.json', { transcodeTimeSec })
  write('out/events/event.json', { eventType: 'file_transcoded', files: names.join(',') })
  console.log(`${names.join(', ')}: ${transcodeTimeSec} s`)
}

/** Name of the file made. */
function transcode(file) {
  const name = `${parse(file).name}-1280x720-h264.mp4`
  const video = [
    '-c:v',
    'libx264',
    '-preset',
    process.env.PRESET ?? 'medium',
    '-pix_fmt',
    'yuv420p',
    '-vf',
    FRAME,
  ]
  const audio = ['-c:a', 'aac']
  const general = ['-hide_banner', '-loglevel', 'warning', '-nostdin', '-y']
  const from = ['-i', join(base, 'in/data', file)]
  const to = ['-movflags', '+faststart', join(base, 'out/data', name)]
  const result = spawnSync(ffmpeg.path, [...general, ...from, ...video, ...audio, ...to], {
    stdio: 'inherit',
  })
  if (result.error) throw new Error(`ffmpeg can't be started: ${result.error.message}`)
  if (result.status !== 0)
    throw new Error(`ffmpeg failed on ${file}: ${result.signal ?? `exit code ${result.status}`}`)
  return name
}

/** Key-value pairs as JSON, the form of events and insights. */
function write(path, pairs) {
  const list = Object.entries(pairs).map(([key, value]) => ({ key, value }))
  writeFileSync(join(base, path), JSON.stringify(list))
}
