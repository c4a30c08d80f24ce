/**
 * Makes this process a subject: it does what its parent asks by IPC, one thing at a time, and ends with it. An answer is what the
 * action returns.
 */
export function serve(actions) {
  process.on('message', ({ id, action, parameters }) => {
    Promise.resolve(parameters)
      .then(actions[action])
      .then(
        (answer) => process.send({ id, answer }),
        (error) => process.send({ id, error: error.stack ?? String(error) }),
      )
  })
  process.on('disconnect', () => process.exit())
}
