/** The stages of a job's time, in order. */
export const LEDGER_STAGES = ['accept', 'queue', 'prepare', 'module', 'commit', 'relay'] as const

export type LedgerStage = (typeof LEDGER_STAGES)[number]

/** When an attempt entered and left each stage: [from, to], milliseconds since 1970 with fractions. */
export type Ledger = { readonly [S in LedgerStage]?: readonly [number, number] } & {
  readonly filesIn?: number
  readonly bytesIn?: number
  readonly filesOut?: number
  readonly bytesOut?: number
  /** Output files whose content was stored already. */
  readonly deduplicated?: number
}

/** Length of a stage, milliseconds; 0 if it wasn't entered. */
export function stageMs(ledger: Ledger, stage: LedgerStage): number {
  const span = ledger[stage]
  return span === undefined ? 0 : Math.max(0, span[1] - span[0])
}

/** What the engine added to the module's own time: all stages but queue and module, milliseconds. */
export function overheadMs(ledger: Ledger): number {
  return (['accept', 'prepare', 'commit', 'relay'] as const).reduce(
    (sum, stage) => sum + stageMs(ledger, stage),
    0,
  )
}
