/** Pieces of shell for modules that work on albums of pages of dots: a name goes along with the data of each event. */

/** Takes the name from the event's data into `$name`; the program's own name is `$0`. */
export const NAME_OF_EVENT = `set -e; name=$(sed 's/.*"key":"name","value":"\\([^"]*\\)".*/\\1/' in/eventmeta.json)`

/** Raises an event with one file of `out/data` and a name. */
export function raiseNamed(type: string, file: string, name: string): string {
  return `printf '{"type":"${type}","files":["%s"],"data":{"name":"%s"}}' ${file} ${name} > out/events/${file}`
}

/** Raises `count` events, each with a file in which its name is: `$name.1`, `$name.2` … */
export function splitNamed(count: number, type: string): string {
  const numbers = Array.from({ length: count }, (_, index) => index + 1).join(' ')
  return `for n in ${numbers}; do echo "$name.$n" > out/data/$n; ${raiseNamed(type, '$n', '"$name.$n"')}; done`
}

/** A join's work: writes the lines of all that it was given into one file, sorted, and passes that on. */
export function collectNamed(type: string): string {
  return `${NAME_OF_EVENT}; cat in/data/*/line | sort > out/data/line; ${raiseNamed(type, 'line', '"$name"')}`
}

/** Makes so many small files, more rows than a commit in one transaction may have, and passes on the first. */
export function pileNamed(files: number, type: string): string {
  return `seq ${files} | sed "s/^/$name /" | split -a 3 -l 1 - out/data/; ${raiseNamed(type, 'aaa', '"$name"')}`
}

/** The text that the join of an album writes, where each node has `fan` children. */
export function textOfAlbum(album: string, fan: number): string {
  const numbers = Array.from({ length: fan }, (_, index) => index + 1)
  const own = numbers.flatMap((page) => numbers.map((dot) => `${album}.${page}.${dot}\n`))
  return [...own, ...own].sort().join('') // each by itself, and in its page
}
