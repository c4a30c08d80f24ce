// What processes cost, from /proc: Linux only.
import { readdirSync, readFileSync } from 'node:fs'

const TICKS_PER_SECOND = 100
const MIB = 1024 * 1024

/** CPU time of processes with all that they started and that has ended, milliseconds. */
export function cpuMs(pids) {
  const ticks = treeOf(pids).map((pid) => {
    const [, , , , , , , , , , , user, system, endedUser, endedSystem] = statOf(pid) ?? []
    return [user, system, endedUser, endedSystem].reduce((sum, value) => sum + Number(value ?? 0), 0)
  })
  return (ticks.reduce((sum, value) => sum + value, 0) * 1000) / TICKS_PER_SECOND
}

/** Memory of processes with all that they started, MiB: `resident` counts shared pages once for each, `proportional` once. */
export function memoryMib(pids) {
  let [resident, proportional] = [0, 0]
  for (const pid of treeOf(pids)) {
    const text = read(`/proc/${pid}/smaps_rollup`) ?? ''
    resident += kib(text, 'Rss')
    proportional += kib(text, 'Pss')
  }
  return { resident: (resident * 1024) / MIB, proportional: (proportional * 1024) / MIB }
}

/** The most that one process ever had resident, MiB. */
export function peakMib(pid) {
  return (kib(read(`/proc/${pid}/status`) ?? '', 'VmHWM') * 1024) / MIB
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
