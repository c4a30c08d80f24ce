import { once } from 'node:events'

/** Ends a child by a signal; resolves when it is gone. One that has ended already is no error. */
export async function endProcess(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}
