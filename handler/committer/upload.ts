import type { AttemptOutput } from '../../core/model/attempt-output.ts'
import type { AttemptTask } from '../../core/model/attempt-task.ts'
import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { Folder } from '../folder.ts'
import type { Workspace } from '../workspace.ts'
import type { CheckedOutput } from './check.ts'
import { writePlan } from './plan.ts'
import { storeEvents } from './store-events.ts'
import { storeFiles, type Lookup, type StoredFiles, type StoreOptions } from './store-files.ts'

export interface UploadOptions {
  readonly blobs: BlobStore
  readonly lookup: Lookup
  readonly signal?: AbortSignal
}

const NO_FILES: StoredFiles = { entries: [], referred: [], keys: [] }

/**
 * C1: what was checked is stored under the attempt's keys and, by the store's durability, safe. Errors of the store
 * come out as they
 * are, and the call can be repeated: a key that has the same digest is done.
 */
export async function upload(
  task: AttemptTask,
  workspace: Workspace,
  out: Folder,
  checked: CheckedOutput,
  { blobs, lookup, signal }: UploadOptions,
): Promise<AttemptOutput> {
  const { artifact } = task
  const files = await uploadFiles(workspace, out, checked, { blobs, lookup, prefix: artifact.prefix, signal })
  const events = await storeEvents(checked.events, { blobs, artifact, entries: files.entries, signal })
  const keys = [...files.keys, ...events.keys]
  if (keys.length > 0) await blobs.sync(keys)
  return {
    files: files.entries,
    bytes: files.entries.reduce((sum, entry) => sum + entry.size, 0),
    referred: files.referred,
    events: events.events,
    insights: checked.insights,
  }
}

async function uploadFiles(
  workspace: Workspace,
  out: Folder,
  { files }: CheckedOutput,
  options: Omit<StoreOptions, 'beforeMove'>,
): Promise<StoredFiles> {
  if (files.length === 0) return NO_FILES
  let planned = false
  const beforeMove = () => {
    if (!planned) writePlan(workspace, files)
    planned = true
  }
  const data = out.folder('data')
  try {
    return await storeFiles(data, files, { ...options, beforeMove })
  } finally {
    data.close()
  }
}
