/** The value below which the given part of the list is; the nearest that occurs in it. */
export function quantile(list, part) {
  const sorted = [...list].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]
}

/** Of an even number the lower one of the middle. */
export function median(list) {
  return quantile(list, 0.5 - Number.EPSILON)
}
