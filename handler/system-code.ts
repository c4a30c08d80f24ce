/** `ENOENT` and the like; undefined for what the system didn't raise. */
export function systemCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | null)?.code
}
