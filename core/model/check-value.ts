import { z } from 'zod'

const NO_LENGTH = 'has a mapping with a key `length` where text or a list is needed'

/**
 * What a schema says of a value from outside. The library measures lengths also of what has the wrong type, and throws
 * where one, such as `{"length": [{"toString": 0}]}`, can't be compared: that is a wrong value, too, and no fault.
 */
export function checkValue<S extends z.ZodType>(
  schema: S,
  value: unknown,
): z.ZodSafeParseResult<z.output<S>> {
  try {
    return schema.safeParse(value)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const issue: z.core.$ZodIssue = { code: 'custom', path: [], message: NO_LENGTH, input: value }
    return { success: false, error: new z.ZodError([issue]) as z.ZodError<z.output<S>> }
  }
}
