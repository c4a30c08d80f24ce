/**
 * Something that acts: a process with a dispatcher, or people outside. A paused one goes on later, a dead one never.
 */
export class Party {
  readonly name: string
  state: 'running' | 'paused' | 'dead' = 'running'

  /** False for one who acts when nobody else does. */
  readonly waits: boolean

  constructor(name: string, waits = true) {
    this.name = name
    this.waits = waits
  }
}

/** A promise of what never comes: whoever waits for it is dead. */
export function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined)
}
