/** A number for people: three digits that count, all of those before the point. */
export function short(value) {
  if (value === undefined || Number.isNaN(value)) return '–'
  const size = Math.abs(value)
  if (size >= 100 || Number.isInteger(value))
    return value.toLocaleString('en-US', { maximumFractionDigits: 0 })
  return value.toFixed(size >= 10 ? 1 : 2)
}
