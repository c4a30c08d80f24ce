import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AttemptOutput } from '../../../../core/model/attempt-output.ts'
import { AttemptFailure } from '../../../../core/model/attempt-failure.ts'
import type { Failure } from '../../../../core/model/failure.ts'
import type { BlobStore } from '../../../../core/ports/blob-store.ts'
import { commit, type CommitOptions } from '../../../../handler/committer/commit.ts'
import { createWorkspace } from '../../../../handler/workspace.ts'
import { setup, type AttemptBundle, type AttemptOverrides } from '../attempt.ts'

/** An attempt whose module has ended: what it wrote is given as path below `out` → content. */
export interface OutputBundle extends AttemptBundle {
  readonly commit: (options?: Partial<CommitOptions>) => Promise<AttemptOutput>
  /** The failure that the commit ends with; nothing may have become visible. */
  readonly refused: (options?: Partial<CommitOptions>) => Promise<Failure>
  /** Absolute path of a file below `out`. */
  readonly out: (path: string) => string
}

export async function withOutput(
  files: Readonly<Record<string, string | Buffer>> = {},
  overrides: AttemptOverrides = {},
): Promise<OutputBundle> {
  const bundle = await setup(overrides)
  const { blobs, task, workspace } = bundle
  await createWorkspace(workspace)
  const out = (path: string) => join(workspace.out, path)
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(out(path)), { recursive: true })
    await writeFile(out(path), content)
  }
  const run = (options: Partial<CommitOptions> = {}) =>
    commit(task, workspace, { blobs, lookup: nothingStored, ...options })
  const refused = async (options?: Partial<CommitOptions>) => {
    const failure = await failureOf(run(options))
    if ((await keysOf(blobs)).length > 0) throw new Error('something was uploaded')
    return failure
  }
  return { ...bundle, out, commit: run, refused }
}

export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof AttemptFailure) return error.failure
  throw new Error('expected an AttemptFailure', { cause: error })
}

export async function keysOf(blobs: BlobStore, prefix = ''): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of blobs.list(prefix)) keys.push(key)
  return keys
}

export function nothingStored() {
  return Promise.resolve(new Map<string, { key: string; size: number }>())
}

/** Ion's form of a map. */
export function pairs(values: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(values).map(([key, value]) => ({ key, value })))
}
