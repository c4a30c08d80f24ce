// Pictures as RGBA bytes: { width, height, data }. A box is { x, y, width, height } in pixels.
import { readFileSync, writeFileSync } from 'node:fs'
import jpeg from 'jpeg-js'

const QUALITY = 88

export function readPicture(file) {
  return jpeg.decode(readFileSync(file), { useTArray: true, maxMemoryUsageInMB: 1024 })
}

export function writePicture(file, picture) {
  writeFileSync(file, jpeg.encode(picture, QUALITY).data)
}

/** The box, grown by a share of its size on each side, in whole pixels and inside the picture. */
export function grow(box, share, picture) {
  const x = Math.max(0, Math.floor(box.x - box.width * share))
  const y = Math.max(0, Math.floor(box.y - box.height * share))
  const right = Math.min(picture.width, Math.ceil(box.x + box.width * (1 + share)))
  const bottom = Math.min(picture.height, Math.ceil(box.y + box.height * (1 + share)))
  return { x, y, width: right - x, height: bottom - y }
}

export function crop(picture, box) {
  const data = new Uint8Array(box.width * box.height * 4)
  for (let row = 0; row < box.height; row++) {
    const from = ((box.y + row) * picture.width + box.x) * 4
    data.set(picture.data.subarray(from, from + box.width * 4), row * box.width * 4)
  }
  return { width: box.width, height: box.height, data }
}

/** Makes the picture smaller, each pixel the mean of those it stands for; never larger. */
export function shrink(picture, width) {
  if (picture.width <= width) return picture
  const height = Math.max(1, Math.round((picture.height * width) / picture.width))
  const data = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    const rows = share(y, height, picture.height)
    for (let x = 0; x < width; x++)
      data.set(mean(picture, share(x, width, picture.width), rows), (y * width + x) * 4)
  }
  return { width, height, data }
}

/** Which of `from` pixels the pixel `index` of `to` stands for. */
function share(index, to, from) {
  return { start: Math.floor((index * from) / to), end: Math.ceil(((index + 1) * from) / to) }
}

function mean(picture, columns, rows) {
  const sum = [0, 0, 0, 0]
  for (let y = rows.start; y < rows.end; y++) {
    for (let x = columns.start; x < columns.end; x++) {
      const at = (y * picture.width + x) * 4
      for (let channel = 0; channel < 4; channel++) sum[channel] += picture.data[at + channel]
    }
  }
  const pixels = (rows.end - rows.start) * (columns.end - columns.start)
  return sum.map((value) => Math.round(value / pixels))
}

/** Blurs an oval that fills the box until nobody can be recognised; changes the picture itself. */
export function blurOval(picture, box) {
  const blurred = crop(picture, box)
  const radius = Math.max(4, Math.round(Math.min(box.width, box.height) / 6))
  // Three box blurs come close to a Gaussian one.
  for (let pass = 0; pass < 3; pass++) {
    blurLines(blurred, radius, {
      lines: blurred.height,
      length: blurred.width,
      line: blurred.width * 4,
      step: 4,
    })
    blurLines(blurred, radius, {
      lines: blurred.width,
      length: blurred.height,
      line: 4,
      step: blurred.width * 4,
    })
  }
  for (let y = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++) {
      mix(
        picture,
        ((box.y + y) * picture.width + box.x + x) * 4,
        blurred,
        (y * box.width + x) * 4,
        weight(x, y, box),
      )
    }
  }
}

/** Replaces each pixel of each line (row or column) by the mean of its neighbours, with a running sum. */
function blurLines({ data }, radius, { lines, length, line, step }) {
  const source = new Uint8Array(length)
  for (let index = 0; index < lines * 4; index++) {
    const first = Math.floor(index / 4) * line + (index % 4)
    for (let i = 0; i < length; i++) source[i] = data[first + i * step]
    const at = (i) => source[Math.min(length - 1, Math.max(0, i))]
    let sum = 0
    for (let i = -radius; i <= radius; i++) sum += at(i)
    for (let i = 0; i < length; i++) {
      data[first + i * step] = Math.round(sum / (2 * radius + 1))
      sum += at(i + radius + 1) - at(i - radius)
    }
  }
}

/** 1 inside the oval, 0 outside, in between at its edge. */
function weight(x, y, box) {
  const distance = Math.hypot((2 * x) / box.width - 1, (2 * y) / box.height - 1)
  return Math.min(1, Math.max(0, (1 - distance) / 0.1))
}

function mix(target, to, source, from, share) {
  for (let channel = 0; channel < 3; channel++) {
    const old = target.data[to + channel]
    target.data[to + channel] = Math.round(old + (source.data[from + channel] - old) * share)
  }
}
