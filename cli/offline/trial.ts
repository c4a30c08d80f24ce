import { pathToFileURL } from 'node:url'
import path from 'node:path'
import { Registry } from '../../adapters/registry.ts'
import { AttemptFailure } from '../../core/model/attempt-failure.ts'
import type { FileRef } from '../../core/model/event.ts'
import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { Executor, LogLine, TaskStatus } from '../../core/ports/executor.ts'
import { systemClock } from '../../core/system-clock.ts'

/** The ports of one run in a scratch folder. */
export interface Trial {
  readonly blobs: BlobStore
  readonly executor: Executor
  close(): Promise<void>
}

/** Opens a store and an executor of their own below `folder`. */
export async function openTrial(folder: string): Promise<Trial> {
  const registry = new Registry({
    clock: systemClock,
    durability: 'process',
    local: { slots: 1, control: path.join(folder, 'control'), workspaces: path.join(folder, 'work') },
    onFatal: (error) => {
      throw error
    },
  })
  const blobs = await registry.blobs(pathToFileURL(path.join(folder, 'blobs')).href)
  const executor = await registry.executor('process:')
  const close = async () => {
    await executor.close()
    await blobs.close()
  }
  try {
    await blobs.open()
    await executor.open()
  } catch (error) {
    await close()
    throw error
  }
  return { blobs, executor, close }
}

/** Puts local files where the preparer finds them. */
export async function storeInput(blobs: BlobStore, files: readonly string[]): Promise<FileRef[]> {
  const stored: FileRef[] = []
  for (const [index, file] of files.entries()) {
    const key = `input/${index}`
    const { digest, size } = await blobs.put(key, { path: file })
    stored.push({ path: path.basename(file), digest, size, artifact: 'input', key })
  }
  return stored
}

/** Runs the module's program to its end; the log goes to `print` as it comes. */
export async function execute(
  executor: Executor,
  task: Parameters<Executor['submit']>[0],
  print: (line: LogLine) => Promise<void>,
  signal: AbortSignal,
): Promise<TaskStatus> {
  const observing = new AbortController()
  const statuses = executor.observe(observing.signal)[Symbol.asyncIterator]()
  const cancel = () => void executor.cancel(task.id, task.graceMs)
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const ended = endOf(statuses, task.id)
    await executor.submit(task)
    for await (const line of executor.logs(task.id, { follow: true })) await print(line)
    return await ended
  } finally {
    signal.removeEventListener('abort', cancel)
    observing.abort()
  }
}

async function endOf(statuses: AsyncIterator<TaskStatus>, id: string): Promise<TaskStatus> {
  for (;;) {
    const next = await statuses.next()
    if (next.done === true) throw new AttemptFailure('lost', 'the executor was closed')
    if (next.value.id === id && next.value.state === 'ended') return next.value
  }
}
