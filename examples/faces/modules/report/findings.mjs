// What became of each photograph of the batch, from the events that the join collected.

/**
 * One entry for each URL of the batch, in its order:
 * { photo, url, original?, published?, thumbnail?, faceCount?, faces: [{ face, expression, confidence, picture }], missing: [text] }
 * Pictures are { event, path }.
 */
export function findings(urls, events) {
  return urls.map((url, index) => {
    const number = index + 1
    const own = events.filter(({ data }) => Number(data.photo) === number)
    const one = (type) => own.find((event) => event.type === type)
    const entry = {
      photo: number,
      url,
      original: picture(one('photo.downloaded')),
      published: picture(one('photo.blurred') ?? one('photo.clear')),
      thumbnail: picture(one('thumbnail.made')),
      faceCount: faceCount(one),
      faces: own
        .filter(({ type }) => type === 'face.classified')
        .map(face)
        .sort((a, b) => a.face - b.face),
    }
    return { ...entry, missing: missing(entry) }
  })
}

function faceCount(one) {
  if (one('photo.clear')) return 0
  const event = one('photo.faces')
  return event && Number(event.data.faces)
}

function face(event) {
  const { face: number, expression, confidence } = event.data
  return { face: Number(number), expression, confidence: Number(confidence), picture: picture(event) }
}

function picture(event) {
  const file = event?.files.find(({ path }) => path.endsWith('.jpg'))
  return file && { event: event.id, path: file.path }
}

/** Only the first thing that went missing on each way: what follows from it needs no line of its own. */
function missing({ original, published, thumbnail, faceCount: expected, faces }) {
  if (!original) return ['It was not downloaded.']
  if (expected === undefined) return ['It was not searched for faces, so it is not published.']
  const lines = []
  if (!published) lines.push('Its faces were not blurred, so it is not published.')
  else if (!thumbnail) lines.push('It has no thumbnail.')
  if (faces.length < expected)
    lines.push(`${expected - faces.length} of its ${expected} faces were not classified.`)
  return lines
}
