import { invalid } from './errors.ts'

/** INVALID_ARGUMENT, naming the ones there are, if a specification names an executor that isn't configured. */
export function checkExecutor(executors: ReadonlyMap<string, unknown>, name: unknown): void {
  if (typeof name !== 'string' || executors.has(name)) return
  const known = [...executors.keys()].join(', ')
  throw invalid(
    `there is no executor ${JSON.stringify(name)} here: configured are ${known === '' ? 'none' : known}`,
    'Name one of these, or configure it in iteron.yaml under executors.',
  )
}
