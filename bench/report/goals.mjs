import { spreadOf } from './spread.mjs'

/**
 * Whether a row's goals hold. A goal says that `field` (by default `value`) of the subject `of` is `atLeast` or `atMost` a number,
 * or so many times the field of another subject (`against`), or so much more than it (`minus`). The two are compared repetition by
 * repetition, since they were measured one after the other, and the median decides. Goals whose subjects weren't chosen are left out.
 */
export function judged(row, results) {
  return (row.goals ?? [])
    .filter((goal) => subjectsOf(goal).every((name) => results.has(name)))
    .map((goal) => ({ subject: goal.of, text: textOf(row, goal), ...judgement(goal, results) }))
}

function subjectsOf({ of, against, minus }) {
  return [of, against?.subject, minus?.subject].filter((name) => name !== undefined)
}

function judgement(goal, results) {
  const missing = subjectsOf(goal).find((name) => results.get(name).missing !== undefined)
  if (missing !== undefined) return { missing: `${missing}: ${results.get(missing).missing}` }
  const measured = spreadOf(numbersOf(goal, results))
  if (measured === undefined) return { missing: 'not measured' }
  return { measured, holds: isReached(goal, measured.median) }
}

function numbersOf({ of, field, against, minus }, results) {
  const own = fieldsOf(results, { subject: of, field })
  const other = fieldsOf(results, against ?? minus)
  return own.map((number, n) => {
    if (number === undefined) return undefined
    if (against !== undefined) return other[n] === undefined ? undefined : number / other[n]
    if (minus !== undefined) return other[n] === undefined ? undefined : number - other[n]
    return number
  })
}

function fieldsOf(results, from) {
  if (from === undefined) return []
  return results.get(from.subject).measurements.map((one) => one[from.field ?? 'value'])
}

function isReached({ atLeast = -Infinity, atMost = Infinity }, number) {
  return number >= atLeast && number <= atMost
}

function textOf(row, { of, field, against, minus, atLeast, atMost }) {
  const bound = `${atLeast === undefined ? '≤' : '≥'} ${(atLeast ?? atMost).toLocaleString('en-US')}`
  const nameOf = (name = 'value') => (name === 'value' ? (row.valueName ?? row.unit) : name)
  const other = against ?? minus
  if (other === undefined) return `${nameOf(field)} ${bound}`
  const sameField = (other.field ?? 'value') === (field ?? 'value')
  const parts = [
    other.subject === of ? undefined : other.subject,
    sameField ? undefined : nameOf(other.field),
  ]
  const beside = parts.filter((part) => part !== undefined).join(', ')
  return against === undefined
    ? `${nameOf(field)} − ${beside} ${bound}`
    : `${nameOf(field)} ${bound} × ${beside}`
}
