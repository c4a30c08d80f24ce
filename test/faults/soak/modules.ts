import type { Client } from '../../e2e/client.ts'
import { collectNamed, NAME_OF_EVENT as NAME, pileNamed, raiseNamed, splitNamed } from '../album-scripts.ts'

/** Children of each node that splits; children of one that sprays; files of a pile: more rows than one transaction takes. */
export const FAN = 3
export const SPRAY = 20
export const PILE_FILES = 600
const LOUD_BYTES = 2_000_000

function split(count: number, type: string): string {
  return `${NAME}; ${splitNamed(count, `soak.${type}`)}`
}

type Spec = Readonly<Record<string, unknown>>

/** Folders outside the data folder in which programs and test meet. */
export interface Places {
  /** `mended` runs once there is a file of its name. */
  readonly mended: string
}

const backoff = { initial: '100ms', factor: 2, max: '1s' }

/** Albums: three stages, a join in a join. */
const TREES: Readonly<Record<string, readonly [string, Spec]>> = {
  split: [split(FAN, 'page'), { subscribes: ['soak.album'], publishes: ['soak.page'] }],
  cut: [split(FAN, 'dot'), { subscribes: ['soak.page'], publishes: ['soak.dot'] }],
  paint: [
    `${NAME}; printf 'the same in all\\n' > out/data/frame; echo "$name" > out/data/line; ${raiseNamed('soak.dot.done', 'line', '"$name"')}`,
    { subscribes: ['soak.dot'], publishes: ['soak.dot.done'] },
  ],
  'page-join': [
    collectNamed('soak.page.done'),
    { join: { root: 'soak.page', collect: ['soak.dot.done'] }, publishes: ['soak.page.done'] },
  ],
  'album-join': [
    collectNamed('soak.album.done'),
    {
      join: { root: 'soak.album', collect: ['soak.page.done', 'soak.dot.done'] },
      publishes: ['soak.album.done'],
    },
  ],
  spray: [split(SPRAY, 'drop'), { subscribes: ['soak.spray'], publishes: ['soak.drop'] }],
  catch: ['cp in/data/* out/data/', { subscribes: ['soak.drop'] }],
  pile: [
    `${NAME}; ${pileNamed(PILE_FILES, 'soak.pile.done')}`,
    { subscribes: ['soak.pile'], publishes: ['soak.pile.done'] },
  ],
  /** What it makes is kept for a short time only. */
  stamp: [
    `${NAME}; cp in/data/shared out/data/stamped; echo "$name" >> out/data/stamped; echo "$name"`,
    { subscribes: ['soak.note'] },
  ],
  keep: ['cp -R in/data/. out/data/', { subscribes: ['soak.parcel'] }],
}

/** Programs that fail, or never end, or harm what they reach. */
function unruly({ mended }: Places): Readonly<Record<string, readonly [string, Spec]>> {
  const endless = { timeout: '0', concurrency: 1 }
  return {
    flaky: [
      `[ $((ITERON_ATTEMPT % 2)) = 0 ] || exit 9; ${NAME}; echo "$name" > out/data/name`,
      { subscribes: ['soak.flaky'], retry: { count: 5, backoff } },
    ],
    doomed: ['echo no >&2; exit 3', { subscribes: ['soak.doomed'], retry: { count: 1, backoff } }],
    mended: [
      `${NAME}; [ -e "${mended}/$name" ] || exit 4; echo "$name" > out/data/name`,
      { subscribes: ['soak.mended'] },
    ],
    deaf: [
      'trap "" TERM; while :; do sleep 1000; done',
      { subscribes: ['soak.deaf'], timeout: '300ms', concurrency: 1 },
    ],
    daemons: [
      `for i in 1 2 3; do (setsid sh -c 'trap "" TERM HUP INT; sleep 1000; sleep 1000' </dev/null >/dev/null 2>&1 &); done; echo 1 > out/data/1`,
      { subscribes: ['soak.daemons'] },
    ],
    vandal: [
      'for f in in/data/*; do chmod 666 $f; echo garbage > $f; ln $f in/data/link; echo more >> in/data/link; done; rm -rf in; echo 1 > out/data/1',
      { subscribes: ['soak.vandal'] },
    ],
    loud: [
      `yes "the same line again" | head -c ${LOUD_BYTES}; echo 1 > out/data/1`,
      { subscribes: ['soak.loud'] },
    ],
    endless: ['exec sleep 100000', { subscribes: ['soak.endless'], ...endless }],
    plant: [split(FAN, 'branch'), { subscribes: ['soak.tree'], publishes: ['soak.branch'] }],
    grow: ['exec sleep 100000', { subscribes: ['soak.branch'], ...endless }],
    harvest: ['echo 1 > out/data/1', { join: { root: 'soak.tree', collect: ['soak.branch'] } }],
  }
}

/** Registers all modules; returns the id of each by its name. */
export async function registerModules(client: Client, places: Places): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const [name, [script, spec]] of Object.entries({ ...TREES, ...unruly(places) }))
    ids.set(name, (await client.module({ name, command: commandOf(name, script), ...spec })).id)
  return ids
}

/** The specification of `stamp` with a label: another version that does the same. */
export function stampLabelled(label: string): Spec {
  const [script, spec] = TREES['stamp']!
  return {
    name: 'stamp',
    command: commandOf('stamp', script),
    retry: { count: 0 },
    ...spec,
    labels: { label },
  }
}

function commandOf(name: string, script: string): string[] {
  return ['/bin/sh', '-c', script, name]
}
