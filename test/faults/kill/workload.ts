import type { NewEvent } from '../../../proto/generated/iteron/v1/NewEvent.ts'
import type { Client } from '../../e2e/client.ts'
import { collectNamed, pileNamed, raiseNamed, splitNamed, textOfAlbum } from '../album-scripts.ts'

/** How much there is to do; the same sizes are the same work, byte for byte. */
export interface Sizes {
  /** Trees of three stages with a join in a join. */
  readonly albums: number
  /** Children of each node that splits. */
  readonly fan: number
  /** Jobs whose commit is too large for one transaction, so that it goes by staged parts. */
  readonly piles: number
  /** Events with one job and no consequence. */
  readonly notes: number
}

/** Files of a pile: more rows than a commit in one transaction may have. */
const PILE_FILES = 600

/** What must exist in the end, by the definition alone. */
export interface Expected {
  /** Event type → how many. */
  readonly events: Readonly<Record<string, number>>
  /** Module → how many jobs, each of them succeeded. */
  readonly jobs: Readonly<Record<string, number>>
  /** Name of an album → the text that its join wrote. */
  readonly albums: Readonly<Record<string, string>>
}

/** Where nothing is joined, the name is in the one input file. */
const SAY = 'set -e; name=$(cat in/data/*); echo "$0 $name"'

function split(fan: number, type: string): string {
  return `${SAY}; ${splitNamed(fan, type)}`
}

/** Name, script, and the rest of the specification. Some take long enough to be seen *running*. */
function modules({ fan }: Sizes): (readonly [string, string, Readonly<Record<string, unknown>>])[] {
  const frame = "printf 'the same in every picture\\n' > out/data/frame"
  const paint = `${SAY}; ${frame}; yes "$name" | head -c 20000 > out/data/canvas; echo "$name" > out/data/line`
  const pile = `${SAY}; ${pileNamed(PILE_FILES, 'pile.done')}`
  return [
    ['split', `${split(fan, 'page')}; sleep 0.25`, { subscribes: ['album'], publishes: ['page'] }],
    ['cut', split(fan, 'dot'), { subscribes: ['page'], publishes: ['dot'] }],
    [
      'paint',
      `${paint}; ${raiseNamed('dot.done', 'line', '"$name"')}; sleep 0.05`,
      { subscribes: ['dot'], publishes: ['dot.done'] },
    ],
    [
      'page-join',
      collectNamed('page.done'),
      { join: { root: 'page', collect: ['dot.done'] }, publishes: ['page.done'] },
    ],
    [
      'album-join',
      `${collectNamed('album.done')}; sleep 0.25`,
      { join: { root: 'album', collect: ['page.done', 'dot.done'] }, publishes: ['album.done'] },
    ],
    ['pile', pile, { subscribes: ['pile'], publishes: ['pile.done'] }],
    ['stamp', `${SAY}; cp in/data/* out/data/stamped`, { subscribes: ['note'] }],
  ]
}

/** Registers the modules, stores the input files, and returns the outside events that start everything. */
export async function prepareWorkload(client: Client, sizes: Sizes): Promise<NewEvent[]> {
  for (const [name, script, spec] of modules(sizes))
    await client.module({ name, command: ['/bin/sh', '-c', script, name], ...spec })
  const names = (type: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({ type, name: `${type}-${index + 1}` }))
  const roots = [
    ...names('album', sizes.albums),
    ...names('pile', sizes.piles),
    ...names('note', sizes.notes),
  ]
  const artifact = await client.upload(Object.fromEntries(roots.map(({ name }) => [name, `${name}\n`])))
  return roots.map(({ type, name }) => ({
    type,
    id: name,
    source: 'kill-test',
    time: '2026-01-01T00:00:00Z', // published again, it must be the same event
    dataJson: JSON.stringify({ name }),
    files: [{ artifact, path: name }],
  }))
}

export function expectedOf({ albums, fan, piles, notes }: Sizes): Expected {
  const [pages, dots] = [albums * fan, albums * fan * fan]
  const names = Array.from({ length: albums }, (_, index) => `album-${index + 1}`)
  return {
    events: {
      album: albums,
      page: pages,
      dot: dots,
      'dot.done': dots,
      'page.done': pages,
      'album.done': albums,
      pile: piles,
      'pile.done': piles,
      note: notes,
    },
    jobs: {
      split: albums,
      cut: pages,
      paint: dots,
      'page-join': pages,
      'album-join': albums,
      pile: piles,
      stamp: notes,
    },
    albums: Object.fromEntries(names.map((name) => [name, textOfAlbum(name, fan)])),
  }
}
