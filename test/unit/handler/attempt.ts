import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryBlobStore } from '../../../adapters/memory/blob-store.ts'
import type { AttemptTask, InputEvent } from '../../../core/model/attempt-task.ts'
import type { FileRef } from '../../../core/model/event.ts'
import { artifactId, attemptId, digestOf, jobId } from '../../../core/model/identity.ts'
import { moduleSpecSchema, type ModuleSpecInput } from '../../../core/model/module-spec.ts'
import type { BlobStore } from '../../../core/ports/blob-store.ts'
import { removeWorkspace, workspaceOf, type Workspace } from '../../../handler/workspace.ts'

export const JOB = jobId('event', 'blur')
export const PREFIX = '2026/08/20/blur/artifact/'

/** One attempt in a folder of its own, with an empty blob store. */
export interface AttemptBundle {
  readonly root: string
  readonly blobs: BlobStore
  readonly task: AttemptTask
  readonly workspace: Workspace
  readonly close: () => Promise<void>
}

export interface AttemptOverrides {
  readonly spec?: Partial<ModuleSpecInput>
  readonly task?: Partial<AttemptTask>
}

export async function setup(overrides: AttemptOverrides = {}): Promise<AttemptBundle> {
  const root = await mkdtemp(join(tmpdir(), 'iteron-handler-'))
  const blobs = memoryBlobStore()
  await blobs.open()
  const task = attemptTask(overrides)
  const workspace = workspaceOf(join(root, 'workspaces'), task.id)
  const close = async () => {
    await blobs.close()
    await removeWorkspace(workspace)
    await rm(root, { recursive: true, force: true })
  }
  return { root, blobs, task, workspace, close }
}

export function attemptTask({ spec, task }: AttemptOverrides = {}): AttemptTask {
  const id = attemptId(JOB, 1)
  return {
    id,
    job: JOB,
    number: 1,
    module: { id: 'blur-ab12c', name: 'blur', version: 1 },
    spec: moduleSpecSchema.parse({
      name: 'blur',
      subscribes: ['photo.ready'],
      publishes: ['photo.blurred', 'photo.clear'],
      command: ['true'],
      ...spec,
    }),
    code: [],
    correlationId: 'correlation',
    event: inputEvent(),
    artifact: { id: artifactId(JOB, 1, 'data'), prefix: PREFIX },
    ...task,
  }
}

export function inputEvent(fields: Partial<InputEvent> = {}): InputEvent {
  return { id: 'e1', type: 'photo.ready', data: {}, files: [], ...fields }
}

/** Stores the bytes and returns how an event names them. */
export async function storedFile(blobs: BlobStore, path: string, content: string): Promise<FileRef> {
  const key = `in/${digestOf(content).slice(7)}`
  if ((await blobs.stat(key)) === undefined) await blobs.put(key, { bytes: Buffer.from(content) })
  return { path, digest: digestOf(content), size: Buffer.byteLength(content), artifact: 'a1', key }
}
