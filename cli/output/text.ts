/** A time for people: local, to the second. */
export function localTime(ms: number | undefined): string {
  if (ms === undefined || ms === 0) return ''
  const time = new Date(ms)
  const [year, ...rest] = [
    time.getFullYear(),
    time.getMonth() + 1,
    time.getDate(),
    time.getHours(),
    time.getMinutes(),
    time.getSeconds(),
  ]
  const [month, day, hour, minute, second] = rest.map((part) => String(part).padStart(2, '0'))
  return `${year}-${month}-${day} ${hour}:${minute}:${second}`
}

/** When retention removed what, for people; undefined where it didn't. */
export function expiredText(ms: number | undefined, what: string): string | undefined {
  return ms === undefined ? undefined : `${localTime(ms)}: its ${what} were removed by retention`
}

/** A time for programs: RFC 3339 in UTC; undefined where there is none. */
export function isoTime(ms: number | undefined): string | undefined {
  return ms === undefined || ms === 0 ? undefined : new Date(ms).toISOString()
}

/** `12 ms`, `3.4 s`, `5 min 10 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  const seconds = ms / 1000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

const SIZES = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/** `512 B`, `1.4 MiB`. */
export function byteSize(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log2(bytes) / 10))
  return power === 0 ? `${bytes} B` : `${(bytes / 1024 ** power).toFixed(1)} ${SIZES[power] ?? ''}`
}

/** `1 job`, `3 jobs`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

const CONTROL = /[\u0000-\u001f\u007f-\u009f]+/g

/** Text of others on one line, without characters that would steer the terminal. */
export function oneLine(text: string): string {
  return text.replace(CONTROL, ' ').trim()
}
