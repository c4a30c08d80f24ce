import { readSource } from '../architecture/imports.ts'

/** A block of commands in the README's tour, with what its marker says of it. */
export interface TourBlock {
  readonly commands: string
  /** Runs on while the next blocks are typed, in another terminal. */
  readonly background: boolean
  /** What the output must contain. */
  readonly prints: string
  /** Of the last command; those before must succeed. */
  readonly exit: number
}

const SECTION = /^## Tour\n([^]*?)^## /m
const BLOCK = /(?:<!-- tour: (.*) -->\n)?```sh\n([^]*?)```/g
const MARKER = /^(?:background until|(?:exit (\d+), )?prints) "([^"]+)"$/

/** The blocks in order. Each has a marker: what nobody says can't be checked. */
export function readTour(): TourBlock[] {
  const section = SECTION.exec(readSource('README.md'))?.[1]
  if (section === undefined) throw new Error('the README has no section "Tour"')
  return [...section.matchAll(BLOCK)].map(([, marker, commands = '']) => blockOf(marker ?? '', commands))
}

function blockOf(marker: string, commands: string): TourBlock {
  const found = MARKER.exec(marker)
  if (found === null) throw new Error(`a block of the tour has no marker that can be read: ${commands}`)
  const [, exit = '0', prints = ''] = found
  return { commands, background: marker.startsWith('background'), prints, exit: Number(exit) }
}
