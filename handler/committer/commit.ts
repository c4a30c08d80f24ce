import type { AttemptOutput } from '../../core/model/attempt-output.ts'
import type { AttemptTask } from '../../core/model/attempt-task.ts'
import type { Workspace } from '../workspace.ts'
import { check, type CheckedOutput, type CheckOptions } from './check.ts'
import { seal } from './seal.ts'
import { upload, type UploadOptions } from './upload.ts'

export type CommitOptions = UploadOptions & CheckOptions

/**
 * The committer: C0 and C1 of the protocol, when none of the attempt's processes is left. Rejects with an
 * AttemptFailure of class
 * `commit` when the module broke a rule; any other error is one of staging, after which it can be called again. Nothing
 * that it
 * stores can be seen before the job's commit.
 */
export async function commit(
  task: AttemptTask,
  workspace: Workspace,
  options: CommitOptions,
): Promise<AttemptOutput> {
  const sealed = seal(workspace)
  try {
    const checked = await check(task, workspace, sealed, options)
    return await upload(task, workspace, sealed.out, checked, options)
  } finally {
    sealed.out.close()
  }
}

/** C0 alone, for a trial run: what would be committed, or the AttemptFailure that refuses it. */
export async function checkOutput(
  task: AttemptTask,
  workspace: Workspace,
  options: CheckOptions = {},
): Promise<CheckedOutput> {
  const sealed = seal(workspace)
  try {
    return await check(task, workspace, sealed, options)
  } finally {
    sealed.out.close()
  }
}
