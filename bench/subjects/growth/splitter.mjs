/** A module that raises so many events of a type, for each of another. */
export function splitter({ name, subscribes, publishes, count }) {
  const program = `BEGIN { for (n = 0; n < ${count}; n++) { file = "out/events/" n; print "{\\"type\\":\\"${publishes}\\"}" > file; close(file) } }`
  return { name, subscribes: [subscribes], publishes: [publishes], command: ['awk', program] }
}
