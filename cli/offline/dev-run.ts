import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { IteronError } from '../../core/errors.ts'
import { checkValue } from '../../core/model/check-value.ts'
import { AttemptFailure } from '../../core/model/attempt-failure.ts'
import type { AttemptTask } from '../../core/model/attempt-task.ts'
import { describeIssues } from '../../core/model/issues.ts'
import { moduleSpecSchema, type CodeFile, type ModuleSpec } from '../../core/model/module-spec.ts'
import type { LogLine } from '../../core/ports/executor.ts'
import { randomIds } from '../../core/system-clock.ts'
import { checkOutput } from '../../handler/committer/commit.ts'
import { moduleTask } from '../../handler/module/module-task.ts'
import { outcomeOf } from '../../handler/module/outcome.ts'
import { prepare } from '../../handler/preparer/prepare.ts'
import { workspaceOf, type Workspace } from '../../handler/workspace.ts'
import { execute, openTrial, storeInput, type Trial } from './trial.ts'

export interface DevRunRequest {
  /** As it is written in module.yaml, its paths resolved. */
  readonly spec: unknown
  readonly code: readonly CodeFile[]
  /** Type of the event; by default the first that the module takes. */
  readonly type: string | undefined
  readonly data: Readonly<Record<string, string>>
  /** Absolute. */
  readonly files: readonly string[]
  /** Leaves the scratch folder in place. */
  readonly keep: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  readonly print: (line: LogLine) => Promise<void>
}

export interface DevRunResult {
  readonly files: readonly { readonly path: string; readonly size: number }[]
  readonly events: readonly {
    readonly type: string
    readonly files: readonly string[]
    readonly data: object
  }[]
  readonly insights: readonly { readonly key: string; readonly value: unknown }[]
  /** Where everything is, if it was kept. */
  readonly folder: string | undefined
}

const LIMITS = { graceMs: 2000, maxLogBytes: 16 * 1024 * 1024 }

/**
 * One run of a module in a scratch folder: prepared, run and checked by the same code as a job, and nothing recorded.
 * Rejects with an
 * IteronError: INVALID_ARGUMENT for the specification, ABORTED when the module failed or broke a rule.
 */
export async function devRun(request: DevRunRequest): Promise<DevRunResult> {
  const spec = validSpec(request.spec)
  const folder = await mkdtemp(path.join(tmpdir(), 'iteron-dev-'))
  const workspace = workspaceOf(path.join(folder, 'work'), 'run')
  let trial: Trial | undefined
  try {
    trial = await openTrial(folder)
    const result = await runOnce(trial, await taskOf(trial, spec, request), workspace, request)
    return { ...result, folder: request.keep ? workspace.base : undefined }
  } catch (error) {
    throw error instanceof AttemptFailure ? refusal(error, request.keep ? workspace.base : undefined) : error
  } finally {
    await trial?.close()
    if (request.keep) await unseal(workspace)
    else await rm(folder, { recursive: true, force: true })
  }
}

function validSpec(written: unknown): ModuleSpec {
  const result = checkValue(moduleSpecSchema, written)
  if (!result.success)
    throw new IteronError('INVALID_ARGUMENT', `the specification is wrong: ${describeIssues(result.error)}`)
  if (result.data.executor !== 'local')
    throw new IteronError('INVALID_ARGUMENT', `the module runs on ${result.data.executor}, not local`, {
      hint: 'A trial runs on this machine: give it a command and the executor local.',
    })
  return result.data
}

async function taskOf(trial: Trial, spec: ModuleSpec, request: DevRunRequest): Promise<AttemptTask> {
  const event = {
    id: randomIds.random(),
    type: request.type ?? spec.join?.root ?? spec.subscribes[0] ?? '',
    data: request.data,
    files: await storeInput(trial.blobs, request.files),
  }
  return {
    id: 'run',
    job: 'dev-run',
    number: 1,
    module: { id: spec.name, name: spec.name, version: 0 },
    spec,
    code: request.code,
    correlationId: event.id,
    event,
    artifact: { id: 'dev-run', prefix: 'dev-run/' },
    ...(spec.join === undefined ? {} : { collected: { events: nothing, cancelled: 0, discarded: 0 } }),
  }
}

/** A trial of a join runs as for an empty scope. */
async function* nothing() {
  /* no events */
}

async function runOnce(
  { blobs, executor }: Trial,
  task: AttemptTask,
  workspace: Workspace,
  { env, print, signal }: DevRunRequest,
): Promise<Omit<DevRunResult, 'folder'>> {
  const prepared = await prepare(task, workspace, { blobs, ambient: env, signal })
  const status = await execute(executor, moduleTask(task, prepared, workspace, LIMITS), print, signal)
  const outcome = outcomeOf(status, task.spec)
  if (outcome.kind === 'failed') throw outcome.failure
  if (outcome.kind === 'cancelled') throw new AttemptFailure('lost', 'the run was interrupted')
  const { files, events, insights } = await checkOutput(task, workspace, { signal })
  return {
    files: await sizes(workspace, files),
    events: events.map(({ type, data, files: listed }) => ({ type, files: listed, data })),
    insights,
  }
}

async function sizes(workspace: Workspace, files: readonly { path: string; source: string }[]) {
  const data = path.join(await sealedOut(workspace), 'data')
  return await Promise.all(
    files.map(async ({ path: name, source }) => ({
      path: name,
      size: (await stat(path.join(data, source))).size,
    })),
  )
}

/** Where the check took `out` to. */
async function sealedOut(workspace: Workspace): Promise<string> {
  const names = await readdir(workspace.sealed)
  return path.join(workspace.sealed, names.find((name) => name.startsWith('out-')) ?? '')
}

/** Puts `out` back where a person looks for it. */
async function unseal(workspace: Workspace): Promise<void> {
  try {
    await rename(await sealedOut(workspace), workspace.out)
    await rm(workspace.sealed, { recursive: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error // it never came to the check
  }
}

function refusal({ failure }: AttemptFailure, folder: string | undefined): IteronError {
  const configuration = failure.class === 'configuration'
  const hint =
    folder === undefined ? failure.hint : [failure.hint, `Its files are in ${folder}.`].join(' ').trim()
  return new IteronError(configuration ? 'INVALID_ARGUMENT' : 'ABORTED', failure.message, {
    ...(hint === undefined ? {} : { hint }),
  })
}
