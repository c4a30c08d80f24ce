/** Deepest nesting of lists and objects that is taken: stores and readers of JSON give up at some depth. */
export const MAX_JSON_DEPTH = 200

/**
 * Why parsed JSON can't be taken as it is, or undefined: what is nested too deeply, and a number beyond what can be held,
 * which would be written as null. It is walked without recursion, which a deep value would end.
 */
export function jsonProblem(value: unknown): string | undefined {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (level.some((one) => typeof one === 'number' && !Number.isFinite(one)))
      return 'holds a number that is too large'
    const inner = level.filter((one): one is object => typeof one === 'object' && one !== null)
    if (depth === MAX_JSON_DEPTH && inner.length > 0)
      return `is nested too deeply: ${String(MAX_JSON_DEPTH)} levels at most`
    level = inner.flatMap((one) => Object.values(one as Record<string, unknown>))
  }
  return undefined
}
