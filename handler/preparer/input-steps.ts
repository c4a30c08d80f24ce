import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AttemptFailure } from '../../core/model/attempt-failure.ts'
import type { AttemptTask, InputEvent } from '../../core/model/attempt-task.ts'
import type { FileRef } from '../../core/model/event.ts'
import { checkPath } from '../../core/model/paths.ts'
import { downloadVerified } from '../../core/policies/verified-read.ts'
import type { BlobStore } from '../../core/ports/blob-store.ts'
import { inParallel } from '../../core/parallel.ts'
import type { Workspace } from '../workspace.ts'
import { FileFolders, inputFiles } from './input-files.ts'

const WIDTH = 8

/** One thing to put into the workspace. */
type InputStep =
  | { readonly kind: 'file'; readonly root: string; readonly file: FileRef }
  | { readonly kind: 'text'; readonly path: string; readonly text: string }

export interface InputTally {
  readonly filesIn: number
  readonly bytesIn: number
}

/**
 * Fills `in`: the event's files at `in/data/<path>`; for a join each collected event's at `in/data/<event id>/<path>`,
 * and the event
 * itself in `in/events/<event id>.json`. Every file is a copy of its own, with its digest verified. Events are taken
 * one by one.
 */
export async function fillInput(
  task: AttemptTask,
  workspace: Workspace,
  blobs: BlobStore,
  signal?: AbortSignal,
): Promise<InputTally> {
  const folders = new FileFolders(workspace.inData)
  let filesIn = 0
  let bytesIn = 0
  const take = async (step: InputStep) => {
    if (step.kind === 'text') {
      writeFileSync(step.path, step.text)
      return
    }
    const path = folders.place(step.root, step.file.path)
    const { size } = await downloadVerified(blobs, step.file.key, path, step.file.digest, signal)
    filesIn += 1
    bytesIn += size
  }
  await inParallel(
    task.collected === undefined
      ? ownSteps(task.event, workspace)
      : collectedSteps(task.collected, workspace),
    WIDTH,
    take,
    signal,
  )
  return { filesIn, bytesIn }
}

function ownSteps(event: InputEvent, workspace: Workspace): InputStep[] {
  return inputFiles(event).map((file) => ({ kind: 'file', root: workspace.inData, file }))
}

async function* collectedSteps(
  collected: NonNullable<AttemptTask['collected']>,
  workspace: Workspace,
): AsyncGenerator<InputStep> {
  for await (const event of collected.events()) {
    const id = fileName(event.id)
    yield { kind: 'text', path: join(workspace.inEvents, `${id}.json`), text: eventText(event) }
    for (const file of inputFiles(event)) yield { kind: 'file', root: join(workspace.inData, id), file }
  }
}

function eventText({ id, type, data, files }: InputEvent): string {
  return JSON.stringify({
    id,
    type,
    data,
    files: files.map(({ path, digest, size }) => ({ path, digest, size })),
  })
}

/**
 * A collected event is a module's, whose ids are hex digits; another kind of id must at least be the name of one file.
 */
function fileName(id: string): string {
  if (checkPath(`${id}.json`).ok && checkPath(id).ok && !id.includes('/')) return id
  throw new AttemptFailure(
    'configuration',
    `the collected event ${JSON.stringify(id)} can't be given to a join: its id can't name a file`,
  )
}
