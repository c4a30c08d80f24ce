import type { Account } from './accounting.ts'
import type { Expected } from './workload.ts'

const SHOWN = 10

/**
 * Where two accounts differ, a sentence for each. Of one installation, or copies of it, all ids must be the same too:
 * they are derived.
 */
export function differences(found: Account, undisturbed: Account): string[] {
  return [
    ...differencesOf('event', byKey(found.events, 'key'), byKey(undisturbed.events, 'key')),
    ...differencesOf('job', byKey(found.jobs, 'id'), byKey(undisturbed.jobs, 'id')),
  ].slice(0, SHOWN)
}

/** The same of two installations with names of their own, in which all derived ids differ. */
export function differencesOfStructure(found: Account, undisturbed: Account): string[] {
  const [left, right] = [counted(found), counted(undisturbed)]
  return differencesOf('record', left, right).slice(0, SHOWN)
}

/** Where an account isn't what the workload's definition says. */
export function unexpected(
  { events, jobs }: Account,
  expected: Expected,
  contentOf: (text: string) => string,
) {
  const succeeded = jobs.filter(({ state }) => state === 'succeeded')
  const joined = succeeded.filter(({ module }) => module === 'album-join')
  const names = new Map(events.map(({ key, data }) => [key, (data as { name: string }).name]))
  const albums = joined.map(({ event, files }) => [names.get(event)!, files[0]?.digest ?? ''] as const)
  const wanted = Object.entries(expected.albums).map(([name, text]) => [name, contentOf(text)] as const)
  return [
    ...differencesOf('number of events', tally(events.map(({ type }) => type)), sizes(expected.events)),
    ...differencesOf('number of jobs', tally(succeeded.map(({ module }) => module)), sizes(expected.jobs)),
    ...differencesOf('album', new Map(albums), new Map(wanted)),
    ...joinsPerRoot({ events, jobs }),
    ...events
      .filter(({ state, conflicts }) => state !== 'handled' || conflicts > 0)
      .map(({ key, state, conflicts }) => `the event ${key} is ${state}, with ${conflicts} conflicts`),
  ].slice(0, SHOWN)
}

/** Each page and each album has one join. */
function joinsPerRoot({ events, jobs }: Account): string[] {
  const joins = tally(jobs.filter(({ join }) => join !== '').map(({ event }) => event))
  const roots = events.filter(({ type }) => type === 'page' || type === 'album').map(({ key }) => key)
  return differencesOf('number of joins', joins, tally(roots))
}

/** Without what is derived from the installation's name: each record as text, and how often it is there. */
function counted({ events, jobs }: Account): Map<string, string> {
  const names = new Map(events.map(({ key, type, data }) => [key, `${type} ${JSON.stringify(data)}`]))
  const modules = new Map(jobs.map(({ id, module, event }) => [id, `${module} of ${names.get(event)}`]))
  return tally([
    ...events.map(({ key, root, cause: [job], files, state }) =>
      JSON.stringify([names.get(key), names.get(root), modules.get(job), state, files]),
    ),
    ...jobs.map(({ id, root, join, state, outputEvents, files }) =>
      JSON.stringify([modules.get(id), names.get(root), join, state, outputEvents, files]),
    ),
  ])
}

function tally(keys: readonly string[]): Map<string, string> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return new Map([...counts].map(([key, count]) => [key, String(count)]))
}

function sizes(numbers: Readonly<Record<string, number>>): Map<string, string> {
  const there = Object.entries(numbers).filter(([, count]) => count > 0)
  return new Map(there.map(([key, count]) => [key, String(count)]))
}

function byKey<T>(list: readonly T[], key: keyof T): Map<string, string> {
  return new Map(list.map((item) => [String(item[key]), JSON.stringify(item)]))
}

function differencesOf(
  what: string,
  found: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
): string[] {
  const keys = [...new Set([...found.keys(), ...wanted.keys()])]
  return keys
    .filter((key) => found.get(key) !== wanted.get(key))
    .map((key) => `${what} ${key}: ${found.get(key) ?? 'none'}, and should be ${wanted.get(key) ?? 'none'}`)
}
