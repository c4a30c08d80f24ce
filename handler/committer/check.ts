import type { AttemptTask } from '../../core/model/attempt-task.ts'
import { PATH_RULES, checkPath } from '../../core/model/paths.ts'
import type { Entry, Folder } from '../folder.ts'
import type { Workspace } from '../workspace.ts'
import type { RaisedEvent } from './event-file.ts'
import { readInsights } from './insights-file.ts'
import { COMMIT_LIMITS, type CommitLimits } from './limits.ts'
import { findFiles, type OutputFile } from './out-data.ts'
import { readEvents } from './out-events.ts'
import type { Pair } from './pairs.ts'
import { readPlan } from './plan.ts'
import type { Sealed } from './seal.ts'
import { asViolation, violation } from './violation.ts'

/** What the entries of `out` that count must be. */
const KINDS: ReadonlyMap<string, Entry['kind']> = new Map([
  ['data', 'folder'],
  ['events', 'folder'],
  ['insights.json', 'file'],
])

/** What a module made, found in order; nothing is uploaded yet. */
export interface CheckedOutput {
  /** In order of their paths. */
  readonly files: readonly OutputFile[]
  readonly events: readonly RaisedEvent[]
  readonly insights: readonly Pair[]
}

export interface CheckOptions {
  readonly limits?: Partial<CommitLimits>
  readonly signal?: AbortSignal
}

/**
 * C0: everything under the sealed `out` is checked before anything of it is used. Rejects with an AttemptFailure of
 * class `commit`
 * that names the file and the rule. Of `out` itself only `data`, `events` and `insights.json` count; other files in it
 * are left behind.
 */
export async function check(
  task: AttemptTask,
  workspace: Workspace,
  { out, again }: Sealed,
  options: CheckOptions = {},
): Promise<CheckedOutput> {
  const limits = { ...COMMIT_LIMITS, ...options.limits }
  const { signal } = options
  const there = new Set(out.entries().map(checkedName))
  const planned = again ? readPlan(workspace) : undefined
  const find = (folder: Folder) =>
    findFiles(folder, { outData: workspace.outData, maxFiles: limits.files, signal })
  const files = planned ?? (there.has('data') ? await inFolder(out, 'data', find) : [])
  const paths = new Set(files.map((file) => file.path))
  const rules = { publishes: task.spec.publishes, hasFile: (path: string) => paths.has(path), limits, signal }
  return {
    files,
    events: there.has('events') ? await inFolder(out, 'events', (folder) => readEvents(folder, rules)) : [],
    insights: there.has('insights.json') ? readInsights(out, limits.insightsBytes) : [],
  }
}

function checkedName({ name, kind }: Entry): string {
  const label = Buffer.concat([Buffer.from('out/'), name])
  const checked = checkPath(name)
  if (!checked.ok) throw violation(label, `breaks a rule: ${PATH_RULES[checked.rule]}`)
  if (kind === 'link') throw violation(label, 'is a symbolic link')
  if (kind === 'other') throw violation(label, 'is a device, a socket or a pipe')
  const wanted = KINDS.get(checked.path)
  if (wanted !== undefined && kind !== wanted) throw violation(label, `is not a ${wanted}`)
  return checked.path
}

async function inFolder<T>(out: Folder, name: string, work: (folder: Folder) => Promise<T>): Promise<T> {
  let folder
  try {
    folder = out.folder(name)
  } catch (error) {
    throw asViolation(`out/${name}`, error)
  }
  try {
    return await work(folder)
  } finally {
    folder.close()
  }
}
