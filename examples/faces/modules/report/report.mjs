// A contact sheet of the batch: originals, what may be published, what was found, and what is missing.
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { input, output, publish, readEvent, run, writeInsights } from '../base-directory.mjs'
import { contactSheet } from './contact-sheet.mjs'
import { findings } from './findings.mjs'

await run(() => {
  const batch = readEvent()
  const urls = (batch.urls ?? '').split(/\s+/).filter(Boolean)
  const counts = {
    cancelled: Number(batch['iteron.cancelled'] ?? 0),
    discarded: Number(batch['iteron.discarded'] ?? 0),
  }
  const copied = []
  const entries = findings(urls, collectedEvents()).map((entry) => copyPictures(entry, copied))
  writeFileSync(output('index.html'), contactSheet(entries, counts))
  writeFileSync(output('report.json'), JSON.stringify({ ...counts, photographs: entries }, undefined, 2))
  const summary = {
    photographs: entries.length,
    published: entries.filter(({ published }) => published).length,
    incomplete: entries.filter(({ missing }) => missing.length > 0).length,
  }
  writeInsights(summary)
  publish('batch.reported', summary, ['index.html', 'report.json', ...copied])
  for (const { photo, url, missing } of entries)
    console.log(`${photo}. ${url}: ${missing.join(' ') || 'complete'}`)
})

function collectedEvents() {
  if (!existsSync(input('events'))) return []
  return readdirSync(input('events'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(input(`events/${name}`), 'utf8')))
}

/** The entry with its pictures copied beside the page, and their paths in place of their events. */
function copyPictures(entry, copied) {
  const prefix = `pictures/${String(entry.photo).padStart(2, '0')}`
  const copy = (picture, name) => {
    if (!picture) return undefined
    const path = `${prefix}-${name}.jpg`
    copyFileSync(input(`data/${picture.event}/${picture.path}`), output(path))
    copied.push(path)
    return path
  }
  return {
    ...entry,
    original: copy(entry.original, 'original'),
    published: copy(entry.published, 'published'),
    thumbnail: copy(entry.thumbnail, 'thumbnail'),
    faces: entry.faces.map((face) => ({ ...face, picture: copy(face.picture, `face-${face.face}`) })),
  }
}
