// What processes cost, from /proc: Linux only. Memory in MB of 10^6 bytes.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const TICKS_PER_SECOND = 100
const KIB_PER_MB = 1e6 / 1024
/** proc(5), clear_refs: the most that was resident becomes what is resident now. */
const RESET_PEAK = '5'

/** CPU time of processes with all that they started and that has ended, milliseconds. */
export function cpuMs(pids) {
  const ticks = treeOf(pids).map((pid) => {
    const [, , , , , , , , , , , user, system, endedUser, endedSystem] = statOf(pid) ?? []
    return [user, system, endedUser, endedSystem].reduce((sum, value) => sum + Number(value ?? 0), 0)
  })
  return (ticks.reduce((sum, value) => sum + value, 0) * 1000) / TICKS_PER_SECOND
}

/** CPU time of one process without what it started, milliseconds. */
export function ownCpuMs(pid) {
  const [, , , , , , , , , , , user = 0, system = 0] = statOf(pid) ?? []
  return ((Number(user) + Number(system)) * 1000) / TICKS_PER_SECOND
}

/** Memory of processes with all that they started, MB: `resident` counts shared pages once for each, `proportional` once. */
export function memoryMb(pids) {
  let [resident, proportional] = [0, 0]
  for (const pid of treeOf(pids)) {
    const text = read(`/proc/${pid}/smaps_rollup`) ?? ''
    resident += kib(text, 'Rss')
    proportional += kib(text, 'Pss')
  }
  return { resident: resident / KIB_PER_MB, proportional: proportional / KIB_PER_MB }
}

/** What one process has resident, MB. */
export function residentMb(pid) {
  return kib(read(`/proc/${pid}/status`) ?? '', 'VmRSS') / KIB_PER_MB
}

/** The most that one process had resident since `resetPeak`, or since its start, MB. */
export function peakMb(pid) {
  return kib(read(`/proc/${pid}/status`) ?? '', 'VmHWM') / KIB_PER_MB
}

/** Begins to look for the most that is resident anew. */
export function resetPeak(pid) {
  writeFileSync(`/proc/${pid}/clear_refs`, RESET_PEAK)
}

/** What a process started and is alive, whose command contains the text; undefined if there is none. */
export function childOf(pid, text) {
  return treeOf([pid]).find(
    (child) => child !== pid && (read(`/proc/${child}/cmdline`) ?? '').replaceAll('\0', ' ').includes(text),
  )
}

function kib(text, name) {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0)
}

/** The processes and their descendants that are alive. */
function treeOf(pids) {
  const children = new Map()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = Number(statOf(name)?.[1])
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const found = new Set()
  const left = [...pids]
  for (let pid = left.pop(); pid !== undefined; pid = left.pop()) {
    if (found.has(pid)) continue
    found.add(pid)
    left.push(...(children.get(pid) ?? []))
  }
  return [...found]
}

/** Fields of `stat` from the state on, so that field N of proc(5) is at N - 3. */
function statOf(pid) {
  const text = read(`/proc/${pid}/stat`)
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined // it has ended
  }
}
