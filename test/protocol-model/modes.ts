/** What the store and the bus can do, and how many dispatchers share them. */
export interface Mode {
  readonly name: string
  readonly atomicBatch: boolean
  readonly exclusive: boolean
  /** Only our own process publishes: what the relay does isn't published at all. */
  readonly internal: boolean
  readonly hosts: readonly number[]
}

export const MODES: readonly Mode[] = [
  { name: 'embedded', atomicBatch: true, exclusive: true, internal: true, hosts: [1] },
  { name: 'single-writes', atomicBatch: false, exclusive: false, internal: false, hosts: [2, 3] },
  { name: 'transactions', atomicBatch: true, exclusive: false, internal: false, hosts: [2] },
]
