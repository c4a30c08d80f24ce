import type { Clock } from '../ports/clock.ts'

/** Resolves at `deadline` of the monotonic clock, however far it is, or when the signal is aborted. */
export async function sleepUntil(clock: Clock, deadline: number, signal: AbortSignal): Promise<void> {
  for (
    let left = deadline - clock.monotonic();
    left > 0 && !signal.aborted;
    left = deadline - clock.monotonic()
  ) {
    await clock.sleep(left, signal)
  }
}
