import { closeSync, constants, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { AttemptFailure } from '../../core/model/attempt-failure.ts'
import type { AttemptTask } from '../../core/model/attempt-task.ts'
import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { WorkspacePool } from '../workspace-pool.ts'
import { createWorkspace, type Workspace } from '../workspace.ts'
import { CodeDigests, verifyCode } from './code-digests.ts'
import { environmentOf, type Ambient } from './environment.ts'
import { eventMeta } from './event-meta.ts'
import { fillInput } from './input-steps.ts'

export interface PrepareOptions {
  readonly blobs: BlobStore
  /** The environment of this process, from which a module gets what its specification names. */
  readonly ambient: Ambient
  /** Kept between attempts, so that program files are read once only. */
  readonly cache?: CodeDigests
  /** Where workspaces come from that are used again; without it each is made. */
  readonly pool?: WorkspacePool
  readonly signal?: AbortSignal
}

/** An attempt that can be run. */
export interface Prepared {
  readonly environment: Readonly<Record<string, string>>
  readonly command: readonly string[]
  readonly filesIn: number
  readonly bytesIn: number
  /** Program files that needn't be read again. */
  readonly cacheHits: number
}

/**
 * The preparer: makes the attempt's private workspace and fills its `in`. Rejects with an AttemptFailure of class
 * `configuration`
 * when the module can't be run as it is; any other error is one of staging, after which it can be called again.
 */
export async function prepare(
  task: AttemptTask,
  workspace: Workspace,
  options: PrepareOptions,
): Promise<Prepared> {
  const { blobs, ambient, cache = new CodeDigests(), pool, signal } = options
  const command = commandOf(task)
  const cacheHits = await verifyCode(task.code, cache, signal)
  const environment = await environmentOf(task, workspace, ambient)
  await (pool === undefined ? createWorkspace(workspace) : pool.take(workspace))
  if (task.collected !== undefined) mkdirSync(workspace.inEvents)
  writeOver(workspace.eventMeta, eventMeta(task))
  return { environment, command, cacheHits, ...(await fillInput(task, workspace, blobs, signal)) }
}

/** For an executor whose programs see no files. Collected events are read all the same: the attempt uses them. */
export async function withoutFiles(task: AttemptTask): Promise<Prepared> {
  const events = task.collected?.events()[Symbol.asyncIterator]()
  while (events !== undefined && (await events.next()).done !== true);
  return { environment: {}, command: commandOf(task), filesIn: 0, bytesIn: 0, cacheHits: 0 }
}

/** What may stand in the file is not longer; cutting it off would cost a write to the disk. */
function writeOver(path: string, text: string): void {
  const file = openSync(path, constants.O_WRONLY | constants.O_CREAT, 0o666)
  try {
    writeFileSync(file, text)
  } finally {
    closeSync(file)
  }
}

function commandOf({ spec, module }: AttemptTask): readonly string[] {
  if (spec.command !== undefined) return spec.command
  throw new AttemptFailure('configuration', `the module ${module.name} has no command to run`, {
    hint: 'Give it one by `iteron module update`.',
  })
}
