// The report as one HTML page. Whatever comes from outside goes through `html`, which escapes it.

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { max-width: 76rem; margin: 0 auto; padding: 2rem 1.5rem }
  h1 { margin: 0 0 .25rem; font-size: 1.75rem }
  .lead { margin: 0 0 2rem; color: GrayText }
  article { border-top: 1px solid color-mix(in srgb, CanvasText 20%, transparent); padding: 1.5rem 0 }
  h2 { margin: 0; font-size: 1.1rem }
  .url { margin: 0 0 1rem; font-size: .85rem; color: GrayText; overflow-wrap: anywhere }
  .row { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-start }
  figure { margin: 0 }
  figcaption { font-size: .85rem; color: GrayText }
  img { display: block; border-radius: 6px }
  .picture img { width: 20rem; max-width: 100% }
  .faces { display: grid; grid-template-columns: repeat(auto-fill, minmax(6rem, 1fr)); gap: 1rem; flex: 1 1 16rem }
  .faces img { width: 100%; height: 7.5rem; object-fit: cover }
  .missing { margin: 0 0 1rem; padding: .6rem .9rem; border-left: 4px solid #c62828; border-radius: 4px;
             background: color-mix(in srgb, #c62828 12%, transparent) }
  .missing p { margin: 0 }
`

class Markup {
  constructor(text) {
    this.text = text
  }
}

/** Tagged template: escapes every value but markup and lists of it; leaves out what is undefined. */
function html(strings, ...values) {
  return new Markup(strings.reduce((text, part, index) => text + render(values[index - 1]) + part))
}

function render(value) {
  if (value === undefined) return ''
  if (value instanceof Markup) return value.text
  if (Array.isArray(value)) return value.map(render).join('')
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** The page. `entries`: as of `findings`, pictures being paths relative to the page. `counts`: { cancelled, discarded } jobs. */
export function contactSheet(entries, counts) {
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <title>Photographs for publication</title>
      <style>
        ${new Markup(STYLE)}
      </style>
      <h1>Photographs for publication</h1>
      <p class="lead">${summary(entries)}</p>
      ${incomplete(entries, counts)} ${entries.map(article)}
    </html> `.text
}

function summary(entries) {
  const published = entries.filter((entry) => entry.published).length
  const faces = entries.reduce((sum, entry) => sum + (entry.faceCount ?? 0), 0)
  return `${plural(entries.length, 'photograph')} in the batch, ${published} ready for publication, ${plural(faces, 'face')} found.`
}

function incomplete(entries, { cancelled, discarded }) {
  const lacking = entries.filter((entry) => entry.missing.length > 0).length
  if (lacking + cancelled + discarded === 0) return undefined
  const jobs = [
    discarded > 0 ? `${plural(discarded, 'job')} failed` : undefined,
    cancelled > 0 ? `${plural(cancelled, 'job')} cancelled` : undefined,
  ].filter(Boolean)
  const because = jobs.length > 0 ? ` (${jobs.join(', ')})` : ''
  return html`<div class="missing" role="note">
    <p>
      <strong>This report is incomplete.</strong> Of ${plural(lacking, 'photograph')} something is
      missing${because}.
    </p>
  </div>`
}

function article(entry) {
  return html`<article>
    <h2>${entry.photo}. ${entry.url.split('/').pop() || entry.url}</h2>
    <p class="url">${entry.url}</p>
    ${lacks(entry.missing)}
    <div class="row">
      ${picture('Original', entry.original, entry.original)}
      ${picture(`For publication, ${entry.faceCount === 0 ? 'unchanged' : 'faces blurred'}`, entry.published, entry.thumbnail)}
      <div class="faces">${entry.faces.map(face)}</div>
    </div>
  </article> `
}

function lacks(lines) {
  if (lines.length === 0) return undefined
  return html`<div class="missing" role="note">${lines.map((line) => html`<p>${line}</p>`)}</div>`
}

/** A picture that links to its full size; `small` is what is shown. */
function picture(caption, full, small) {
  if (!full) return undefined
  return html`<figure class="picture">
    <a href="${link(full)}"><img src="${link(small ?? full)}" alt="" loading="lazy" /></a>
    <figcaption>${caption}</figcaption>
  </figure>`
}

function face({ face: number, expression, confidence, picture: path }) {
  return html`<figure>
    <img src="${path && link(path)}" alt="Face ${number}" loading="lazy" />
    <figcaption>${expression} (${Math.round(confidence * 100)} %)</figcaption>
  </figure>`
}

function link(path) {
  return path.split('/').map(encodeURIComponent).join('/')
}

function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
