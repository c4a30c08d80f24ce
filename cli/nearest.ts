/** The name that is most like the one that was typed, if one is like it at all. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const longer = names.find((name) => typed.length > 1 && name.startsWith(typed))
  if (longer !== undefined) return longer
  const ranked = names
    .map((name) => ({ name, distance: editDistance(typed.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  const allowed = typed.length < 4 ? 1 : Math.max(2, Math.floor(typed.length / 3))
  return best !== undefined && best.distance <= allowed ? best.name : undefined
}

/** Levenshtein's distance, where two letters that changed places count as one mistake. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = swapped ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY
      next.push(Math.min(replaced, swap, at(row, j) + 1, at(next, j - 1) + 1))
    }
    before = row
    row = next
  }
  return at(row, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}
