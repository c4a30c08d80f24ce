import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '../../protocol-model/random.ts'

/** What happens at a time, milliseconds from the beginning. */
export interface Act {
  readonly atMs: number
  readonly what: 'kill' | 'stop' | 'rest'
}

/**
 * The life between `FROM` and `TO` of the time is undisturbed, so that a leak can be told; before and after it the
 * server is killed every so often.
 */
const FROM = 0.25
const TO = 0.8
/** Milliseconds. */
const LIVES = { least: 25_000, most: 70_000 }
const RESTS = { least: 5000, part: 0.07 }
const STOPS = 4

/** The times of everything that disturbs the server; a short time has one of each. */
export function scheduled(totalMs: number, random: Random): Act[] {
  const between = (least: number, most: number) => least + random.next() * (most - least)
  const acts: Act[] = []
  const kills = (from: number, to: number) => {
    for (let at = from; at <= to; at += between(LIVES.least, LIVES.most))
      acts.push({ atMs: at, what: 'kill' })
  }
  const edge = Math.min(LIVES.least, totalMs * 0.1)
  kills(edge, FROM * totalMs)
  kills(TO * totalMs, totalMs - edge)
  for (let n = 0; n < STOPS; n += 1) acts.push({ atMs: ((n + 0.5) / STOPS) * totalMs, what: 'stop' })
  const step = Math.max(RESTS.least, RESTS.part * totalMs)
  for (let at = FROM * totalMs + step; at < TO * totalMs - 1000; at += step)
    acts.push({ atMs: at, what: 'rest' })
  return acts.sort((left, right) => left.atMs - right.atMs)
}

/** Does what is scheduled, one act after another; one that is late is done at once. */
export async function direct(
  acts: readonly Act[],
  totalMs: number,
  perform: Readonly<Record<Act['what'], () => Promise<void>>>,
  signal: AbortSignal,
): Promise<void> {
  const from = performance.now()
  const until = async (atMs: number) => {
    await pause(Math.max(0, atMs - (performance.now() - from)), undefined, { signal })
  }
  for (const { atMs, what } of acts) {
    await until(atMs)
    await perform[what]()
  }
  await until(totalMs)
}
