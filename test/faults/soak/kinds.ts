import { FAN, PILE_FILES, SPRAY } from './modules.ts'

/** What must have become of everything under one outside event: each line, and how often it is there. */
export type Tally = Readonly<Record<string, number>>

/** What a client does about it, without which it never ends for good. */
export type Care = 'discard' | 'mend' | 'cancel job' | 'cancel tree'

export interface Kind {
  /** How often there is one among all outside events, relative to the others. */
  readonly weight: number
  /** Jobs that it leads to. */
  readonly jobs: number
  /** The event names a file that all share. */
  readonly file?: boolean
  readonly care?: Care
  readonly becomes: Tally
}

/** A line for an event. */
export function eventLine(type: string, state = 'handled'): string {
  return `event ${type} ${state}`
}

export interface JobFacts {
  readonly module: string
  readonly state: string
  readonly events: number
  readonly artifacts: number
  readonly files: number
}

/** A line for a job. */
export function jobLine({ module, state, events, artifacts, files }: JobFacts): string {
  return `job ${module} ${state}: ${events} events, ${artifacts} artifacts, ${files} files`
}

function done(module: string, files = 1, events = 0): string {
  return jobLine({ module, state: 'succeeded', events, artifacts: 1, files })
}

function over(module: string, state: string): string {
  return jobLine({ module, state, events: 0, artifacts: 0, files: 0 })
}

/** One event and one job that succeeds. */
function single(type: string, module = type, files = 1): Tally {
  return { [eventLine(type)]: 1, [done(module, files)]: 1 }
}

/** One event and one job that is given up or cancelled. */
function ended(type: string, state: string): Tally {
  return { [eventLine(type)]: 1, [over(type, state)]: 1 }
}

const DOTS = FAN * FAN

export const KINDS = {
  album: {
    weight: 6,
    jobs: 2 + 2 * FAN + DOTS,
    becomes: {
      [eventLine('album')]: 1,
      [eventLine('page')]: FAN,
      [eventLine('dot')]: DOTS,
      [eventLine('dot.done')]: DOTS,
      [eventLine('page.done')]: FAN,
      [eventLine('album.done')]: 1,
      [done('split', FAN, FAN)]: 1,
      [done('cut', FAN, FAN)]: FAN,
      [done('paint', 2, 1)]: DOTS,
      [done('page-join', 1, 1)]: FAN,
      [done('album-join', 1, 1)]: 1,
    },
  },
  spray: {
    weight: 4,
    jobs: 1 + SPRAY,
    becomes: {
      [eventLine('spray')]: 1,
      [eventLine('drop')]: SPRAY,
      [done('spray', SPRAY, SPRAY)]: 1,
      [done('catch')]: SPRAY,
    },
  },
  pile: {
    weight: 1,
    jobs: 1,
    becomes: {
      [eventLine('pile')]: 1,
      [eventLine('pile.done')]: 1,
      [done('pile', PILE_FILES, 1)]: 1,
    },
  },
  note: { weight: 60, jobs: 1, file: true, becomes: single('note', 'stamp') },
  flaky: { weight: 5, jobs: 1, becomes: single('flaky') },
  doomed: { weight: 2, jobs: 1, care: 'discard', becomes: ended('doomed', 'discarded') },
  mended: { weight: 2, jobs: 1, care: 'mend', becomes: single('mended') },
  deaf: { weight: 0.3, jobs: 1, care: 'discard', becomes: ended('deaf', 'discarded') },
  daemons: { weight: 1, jobs: 1, becomes: single('daemons') },
  vandal: { weight: 1, jobs: 1, file: true, becomes: single('vandal') },
  loud: { weight: 0.5, jobs: 1, becomes: single('loud') },
  endless: { weight: 1, jobs: 1, care: 'cancel job', becomes: ended('endless', 'cancelled') },
  tree: {
    weight: 1,
    jobs: 2 + FAN,
    care: 'cancel tree',
    becomes: {
      [eventLine('tree')]: 1,
      [eventLine('branch')]: FAN,
      [done('plant', FAN, FAN)]: 1,
      [over('grow', 'cancelled')]: FAN,
      [over('harvest', 'cancelled')]: 1,
    },
  },
  /** Published by a client that uploads its file, downloads what came of it, and deletes what it uploaded. */
  parcel: { weight: 0, jobs: 1, becomes: single('parcel', 'keep') },
} satisfies Record<string, Kind>

export type KindName = keyof typeof KINDS

/** Which states an ended attempt of the module may have, by its number; any may be *lost* with its process. */
export function attemptStates(module: string, number: number): readonly string[] {
  if (module === 'flaky') return number % 2 === 0 ? ['succeeded'] : ['failed']
  if (module === 'doomed' || module === 'deaf') return ['failed']
  if (module === 'mended') return ['failed', 'succeeded']
  if (module === 'endless' || module === 'grow' || module === 'harvest') return ['cancelled', 'failed']
  return ['succeeded']
}
