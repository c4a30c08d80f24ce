import { RemoteError } from '../../../proto/status.ts'

/** Reads some messages and leaves; that the time is over is the other way to leave. */
export async function someOf(stream: AsyncIterable<unknown>, count: number): Promise<void> {
  let left = count
  try {
    for await (const _message of stream) if ((left -= 1) < 0) return
  } catch (error) {
    if (!(error instanceof RemoteError && error.code === 'DEADLINE_EXCEEDED')) throw error
  }
}
