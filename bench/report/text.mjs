import { median } from '../measure/statistics.mjs'

/** A row for people: median, spread and what else was measured. */
export function printed({ title, unit }, results) {
  const lines = [...results].map(([name, { measurements, missing }]) => {
    if (missing !== undefined) return `  ${name.padEnd(26)} not measured: ${missing}`
    const values = measurements.map(({ value }) => value)
    const [low, high] = [Math.min(...values), Math.max(...values)]
    const others = Object.keys(measurements[0]).filter((key) => key !== 'value')
    const more = others.map((key) => `${key} ${short(median(measurements.map((one) => one[key])))}`)
    return `  ${name.padEnd(26)} ${short(median(values)).padStart(8)} ${unit}  (${short(low)}–${short(high)})  ${more.join(', ')}`
  })
  return `${title}\n${lines.join('\n')}\n`
}

function short(value) {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2)
}
