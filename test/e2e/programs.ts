/** Pieces of shell for modules: what they are made of in these tests. */

/** Raises an event in Ion's form. `files`: comma list of what is in out/data; `data`: further pairs. */
export function raise(
  name: string,
  type: string,
  files = '',
  data: Readonly<Record<string, string>> = {},
): string {
  const pairs = Object.entries({ eventType: type, files, ...data }).map(([key, value]) => ({ key, value }))
  return `printf '%s' '${JSON.stringify(pairs)}' > out/events/${name}.json`
}

/** Makes the files 1 to `count` and raises an event of the type for each. */
export function split(count: number, type: string): string {
  const numbers = Array.from({ length: count }, (_, index) => String(index + 1))
  return numbers.map((n) => `echo ${n} > out/data/${n}; ${raise(n, type, n)}`).join('\n')
}

/** Keeps the input files, and raises one event that passes all of them on. */
export function passOn(type: string): string {
  return `cp -R in/data/. out/data/
printf '[{"key":"eventType","value":"${type}"},{"key":"files","value":"%s"}]' "$(ls out/data | paste -sd, -)" > out/events/on.json`
}
