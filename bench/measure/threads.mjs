// CPU time of a process's threads, from /proc: Linux only.
import { readdirSync, readFileSync } from 'node:fs'

const MS_PER_TICK = 10

/** Milliseconds of CPU by thread; those that have ended are gone. */
export function threadsMs(pid) {
  const found = new Map()
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const fields = statOf(`/proc/${pid}/task/${thread}/stat`)
    if (fields !== undefined) found.set(thread, (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK)
  }
  return found
}

/** What each thread used since `before`, the first thread apart, the others from the busiest on. */
export function usedSince(before, pid) {
  const used = [...threadsMs(pid)].map(([thread, ms]) => [thread, ms - (before.get(thread) ?? 0)])
  const main = used.find(([thread]) => thread === String(pid))?.[1] ?? 0
  const others = used.filter(([thread]) => thread !== String(pid)).map(([, ms]) => ms)
  return { main, others: others.sort((a, b) => b - a) }
}

/** The fields after the name, which may hold anything. */
function statOf(path) {
  try {
    const text = readFileSync(path, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}
