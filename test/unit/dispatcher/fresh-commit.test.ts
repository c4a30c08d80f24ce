import { text } from 'node:stream/consumers'
import { expect, test } from '@jest/globals'
import { memoryBlobStore } from '../../../adapters/memory/blob-store.ts'
import { metadataKey } from '../../../core/model/artifact-keys.ts'
import type { ArtifactRecord } from '../../../core/model/artifact.ts'
import { attemptId, digestOf } from '../../../core/model/identity.ts'
import type { AttemptRecord, JobRecord } from '../../../core/model/job.ts'
import type { BlobStore } from '../../../core/ports/blob-store.ts'
import { Committer } from '../../../dispatcher/commit.ts'
import type { DispatcherContext } from '../../../dispatcher/context.ts'
import { artifactIn } from '../../../dispatcher/fresh-commit.ts'
import { ModuleDirectory } from '../../../dispatcher/module-directory.ts'
import { ModuleDigests } from '../../../dispatcher/module-digests.ts'
import { publishMetadata, writeMetadata } from '../../../dispatcher/publish-metadata.ts'
import { Router } from '../../../dispatcher/router.ts'
import { installation, queuedJob } from './installation.ts'

const PREFIX = 'artifacts/2026/01/01/maker/a/'
const USED = 12

test('metadata of a commit that was just made is, byte for byte, what its records give', async () => {
  const { context, store } = await installation()
  const { catalog } = context
  const { outcome, module } = await committed(context, ['a.txt', 'b/c.txt'])
  expect(outcome).toMatchObject({ committed: true, relayed: false })
  const made = outcome.committed && outcome.fresh !== undefined ? artifactIn(outcome.fresh) : undefined
  const digest = await new ModuleDigests(catalog).of(module.id, module.version)
  const [fresh, read] = [await opened(), await opened()]
  await writeMetadata(
    fresh,
    made!.artifact,
    () => ({ ...made!.origin, ...digest }),
    () => Promise.resolve(),
  )
  const record = await store.get<ArtifactRecord>('artifacts', made!.artifact.id)
  await publishMetadata(catalog, read, record!)
  const written = await metadataIn(fresh)
  expect(written).toContain('moduleDigest: ')
  expect(written).toContain(`used-${String(USED - 1)}`)
  expect(written).toBe(await metadataIn(read))
})

test('a commit without files leaves nothing to be relayed, where the bus is internal', async () => {
  const { context, store } = await installation()
  const { outcome } = await committed(context, [])
  expect(outcome).toMatchObject({ committed: true, relayed: true })
  const job = await store.get<JobRecord>('jobs', 'job')
  expect(job).toMatchObject({ state: 'succeeded', relayed: true, relayedAt: job!.endedAt, parts: 0 })
  const shared = await installation()
  const bus = { ...shared.context.bus, capabilities: { ...shared.context.bus.capabilities, internal: false } }
  const there = await committed({ ...shared.context, bus }, [])
  expect(there.outcome).toMatchObject({ committed: true, relayed: false })
  expect(await shared.store.get<JobRecord>('jobs', 'job')).toMatchObject({ relayed: false })
})

/** Commits the running job `job` of a new module with these files. */
async function committed(context: DispatcherContext, paths: readonly string[]) {
  const spec = { name: 'maker', subscribes: ['x'], command: ['true'] }
  const module = await context.catalog.modules.create({ spec })
  const own = { module: module.id, moduleName: 'maker', state: 'running' as const, attempt: 1, token: 't' }
  const job = { ...queuedJob('job'), ...own }
  await context.store.batch([{ kind: 'insert', collection: 'jobs', document: job }])
  const router = new Router(context, new ModuleDirectory(context), () => undefined)
  const files = paths.map((path) => ({
    path,
    digest: digestOf(path),
    size: 5,
    key: `${PREFIX}files/${path}`,
  }))
  const outcome = await new Committer(context, router).commit(
    {
      job,
      ref: { job: job.id, attempt: 1, token: 't' },
      output: { files, bytes: 5 * files.length, referred: [], events: [], insights: [] },
      record: recordOf(job.id, module.id),
      prefix: PREFIX,
      source: 'iteron:test/maker',
      moduleVersion: module.version,
      used: Array.from({ length: USED }, (_, n) => ({ artifact: `used-${String(n)}`, event: job.event })),
      now: 1000,
    },
    { sent: () => undefined, delayed: () => undefined },
  )
  return { outcome, module }
}

function recordOf(job: string, module: string): AttemptRecord {
  return {
    id: attemptId(job, 1),
    job,
    number: 1,
    module,
    moduleVersion: 1,
    state: 'succeeded',
    exitCode: 0,
    startedAt: 1,
    endedAt: 2,
    ledger: {},
    moduleMs: 1,
    environment: 'sha256:machine',
  }
}

async function opened(): Promise<BlobStore> {
  const blobs = memoryBlobStore()
  await blobs.open()
  return blobs
}

async function metadataIn(blobs: BlobStore): Promise<string> {
  return text(await blobs.read(metadataKey(PREFIX)))
}
