import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { filesystemBlobStore } from '../../../adapters/filesystem/blob-store.ts'
import { processExecutor } from '../../../adapters/process/executor.ts'
import type { AttemptOutput } from '../../../core/model/attempt-output.ts'
import type { AttemptTask } from '../../../core/model/attempt-task.ts'
import { digestOf } from '../../../core/model/identity.ts'
import type { BlobStore } from '../../../core/ports/blob-store.ts'
import type { Executor, TaskStatus } from '../../../core/ports/executor.ts'
import { systemClock } from '../../../core/system-clock.ts'
import { commit } from '../../../handler/committer/commit.ts'
import { lastLines } from '../../../handler/module/log-tail.ts'
import { moduleTask } from '../../../handler/module/module-task.ts'
import { outcomeOf, type ModuleOutcome } from '../../../handler/module/outcome.ts'
import { prepare } from '../../../handler/preparer/prepare.ts'
import { attemptTask, inputEvent, PREFIX, setup, storedFile, type AttemptBundle } from './attempt.ts'
import { failureOf, nothingStored, pairs } from './committer/output.ts'

let bundle: AttemptBundle
let blobs: BlobStore
let executor: Executor

beforeEach(async () => {
  bundle = await setup()
  blobs = filesystemBlobStore(join(bundle.root, 'blobs'), { durability: 'power' })
  await blobs.open()
  executor = processExecutor({ slots: 1, folder: join(bundle.root, 'executor'), clock: systemClock })
  await executor.open()
})

afterEach(async () => {
  await executor.close()
  await blobs.close()
  await bundle.close()
})

/** Prepares the attempt and runs its command to the end. */
async function ran(task: AttemptTask): Promise<ModuleOutcome> {
  const { workspace } = bundle
  const prepared = await prepare(task, workspace, { blobs, ambient: process.env })
  const ended = endOf(task.id)
  await executor.submit(moduleTask(task, prepared, workspace, { graceMs: 1000, maxLogBytes: 10_000 }))
  const status = await ended
  return outcomeOf(status, task.spec, await lastLines(executor.logs(task.id, { follow: false })))
}

async function endOf(id: string): Promise<TaskStatus> {
  for await (const status of executor.observe(AbortSignal.timeout(15_000))) {
    if (status.id === id && status.state === 'ended') return status
  }
  throw new Error(`${id} has not ended`)
}

function committed(task: AttemptTask): Promise<AttemptOutput> {
  return commit(task, bundle.workspace, { blobs, lookup: nothingStored })
}

const shell = (script: string) => ({ spec: { command: ['/bin/sh', '-c', script] } })

describe('the three stages', () => {
  test('take a file through a program that knows nothing of them', async () => {
    const script = `
      mkdir out/data/sub
      tr a-z A-Z <in/data/a.txt >out/data/sub/b.txt
      echo '${pairs({ eventType: 'photo.clear', files: 'sub/b.txt', from: 'shell' })}' >out/events/one
      echo '{"lines": 1}' >"$HANDLER_BASE_DIR/out/insights.json"`
    const event = inputEvent({ files: [await storedFile(blobs, 'a.txt', 'hello')] })
    const task = { ...attemptTask(shell(script)), event }
    expect(await ran(task)).toEqual({ kind: 'succeeded' })
    const made = await committed(task)
    const entry = { path: 'sub/b.txt', digest: digestOf('HELLO'), size: 5, key: `${PREFIX}files/sub/b.txt` }
    expect(made).toEqual({
      files: [entry],
      bytes: 5,
      referred: [],
      events: [
        { type: 'photo.clear', data: { from: 'shell' }, files: [{ ...entry, artifact: task.artifact.id }] },
      ],
      insights: [{ key: 'lines', value: 1 }],
    })
    expect(readFileSync(join(bundle.root, 'blobs', entry.key), 'utf8')).toBe('HELLO')
  })

  test('move large files into the store, and repeat a commit that lost its way', async () => {
    const script =
      'head -c 3000000 /dev/zero >out/data/large; echo x >out/data/small; ln out/data/large out/data/twin'
    const task = attemptTask(shell(script))
    await ran(task)
    const made = await committed(task)
    expect(made.files.map((file) => [file.path, file.size, file.key])).toEqual([
      ['large', 3_000_000, `${PREFIX}files/large`],
      ['small', 2, `${PREFIX}files/small`],
      ['twin', 3_000_000, `${PREFIX}files/large`],
    ])
    expect(statSync(join(bundle.root, 'blobs', `${PREFIX}files/large`)).nlink).toBe(1)
    expect(await committed(task)).toEqual(made)
  })

  test('end with what the module said last', async () => {
    const task = attemptTask(shell('echo working; echo "no faces model" >&2; exit 3'))
    const outcome = await ran(task)
    if (outcome.kind !== 'failed') throw new Error('expected a failure')
    expect(outcome.failure.failure).toEqual({
      class: 'exit',
      message: 'the module exited with 3; last lines of its log: working | no faces model',
      exitCode: 3,
    })
  })

  test('tell a program that is not there from one that fails', async () => {
    const outcome = await ran(attemptTask({ spec: { command: ['/nowhere/program'] } }))
    expect(outcome).toMatchObject({ kind: 'failed', failure: { failure: { class: 'configuration' } } })
  })

  test('leave nothing in the store when one of the events is bad', async () => {
    const script = `echo x >out/data/x; echo '{"type":"photo.clear"}' >out/events/1; echo '{' >out/events/2`
    const task = attemptTask(shell(script))
    await ran(task)
    expect((await failureOf(committed(task))).message).toContain('out/events/2 is not valid JSON')
    expect(
      readdirSync(join(bundle.root, 'blobs'), { recursive: true }).some((path) =>
        String(path).includes('files'),
      ),
    ).toBe(false)
  })
})
