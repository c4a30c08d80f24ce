const STOPPED_MS = 20_000

/**
 * Makes this process a subject: it does what its parent asks by IPC, one thing at a time. An answer is what the action returns.
 * It ends with its parent, however that ends, and stops what it started before: a signal that both get is the parent's to act on.
 */
export function serve(actions) {
  let stopped
  const all = { ...actions, stop: () => (stopped ??= Promise.resolve(actions.stop())) }
  process.on('message', ({ id, action, parameters }) => {
    Promise.resolve(parameters)
      .then(all[action])
      .then(
        (answer) => answered({ id, answer }),
        (error) => answered({ id, error: error.stack ?? String(error) }),
      )
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined)
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), STOPPED_MS)
    const exit = () => process.exit()
    all.stop().then(exit, exit)
  })
}

function answered(message) {
  if (process.connected) process.send(message)
}
