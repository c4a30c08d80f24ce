// What V8's CPU profile (`--cpu-prof`) says of the parts of the program.
const OURS = /\/dist\/(adapters\/[^/]+|core|dispatcher|handler|management-api|front-api|proto|cli)\//

/**
 * Milliseconds of a thread by part, from `fromMs` after its start on: each sample counts for the nearest of the program's own folders
 * that called, and as *idle*, *garbage collector* or *libraries and Node* if none did.
 */
export function byPart({ nodes, samples, timeDeltas }, fromMs) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])))
  const parts = new Map()
  const part = (id) => {
    if (!parts.has(id)) parts.set(id, partOf(id))
    return parts.get(id)
  }
  const partOf = (id) => {
    const { callFrame } = byId.get(id)
    if (['(idle)', '(garbage collector)'].includes(callFrame.functionName))
      return callFrame.functionName.slice(1, -1)
    for (let at = id; at !== undefined; at = parents.get(at)) {
      const own = OURS.exec(byId.get(at).callFrame.url)?.[1]
      if (own !== undefined) return own
    }
    return 'libraries and Node'
  }
  const found = new Map()
  let at = 0
  for (const [n, sample] of samples.entries()) {
    at += timeDeltas[n]
    if (at < fromMs * 1000) continue
    const name = part(sample)
    found.set(name, (found.get(name) ?? 0) + timeDeltas[n] / 1000)
  }
  return [...found].sort(([, a], [, b]) => b - a)
}
