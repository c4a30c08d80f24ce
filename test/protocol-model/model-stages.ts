import type { Catalog } from '../../core/catalog/catalog.ts'
import { fileKey, logKey, metadataKey } from '../../core/model/artifact-keys.ts'
import type { ArtifactRecord, ManifestEntry } from '../../core/model/artifact.ts'
import { AttemptFailure } from '../../core/model/attempt-failure.ts'
import type { AttemptTask } from '../../core/model/attempt-task.ts'
import type { FailureClass } from '../../core/model/failure.ts'
import { digestOf } from '../../core/model/identity.ts'
import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { AttemptProgress, AttemptStages, StagedAttempt } from '../../dispatcher/stages.ts'
import { EMITS, FRAGILE, WRITES } from './module-tree.ts'
import type { Party } from './party.ts'
import { Random, seedOf } from './random.ts'
import type { ModuleProcess } from './processes.ts'
import type { World } from './world.ts'

const CLASSES: readonly (FailureClass | 'error')[] = [
  'exit',
  'exit',
  'timeout',
  'memory',
  'commit',
  'configuration',
  'error',
]

/** Stages whose outputs follow from the job, and whose failures from the attempt; each step waits at a gate. */
export class ModelStages implements AttemptStages {
  readonly #world: World
  readonly #party: Party
  readonly #catalog: Catalog
  readonly #blobs: BlobStore

  constructor(world: World, party: Party, catalog: Catalog, blobs: BlobStore) {
    this.#world = world
    this.#party = party
    this.#catalog = catalog
    this.#blobs = blobs
  }

  async run(task: AttemptTask, progress: AttemptProgress, signal: AbortSignal): Promise<StagedAttempt> {
    await this.#pass('prepare', task)
    await this.#collect(task)
    await progress.starting()
    signal.throwIfAborted()
    await this.#execute(this.#world.processes.start(this.#party, task), progress, signal)
    await this.#pass('exited', task)
    if (signal.aborted) throw new AttemptFailure('lost', 'the attempt was ended')
    progress.exited()
    const random = new Random(seedOf(this.#world.scenario.seed, task.job, task.number))
    const fails = FRAGILE.includes(task.module.name) && random.chance(this.#world.scenario.failing)
    const failure = fails ? random.pick(CLASSES) : undefined
    await this.#keepLog(task, progress)
    if (failure !== undefined && random.chance(0.5)) fail(failure)
    const files = await this.#upload(task)
    if (failure !== undefined) fail(failure)
    return { output: outputOf(task, files), ledger: {} }
  }

  async restage(task: AttemptTask): Promise<StagedAttempt['output']> {
    await this.#pass('restage', task)
    return outputOf(task, await this.#upload(task))
  }

  async publishMetadata(artifact: ArtifactRecord): Promise<void> {
    await this.#blobs.put(metadataKey(artifact.path), { bytes: Buffer.from(artifact.id) })
  }

  async clean(task: Pick<AttemptTask, 'id'>): Promise<void> {
    await this.#world.gates.pass(this.#party, `clean ${task.id.slice(0, 6)}`)
  }

  async #collect({ id, collected }: AttemptTask): Promise<void> {
    const ids: string[] = []
    if (collected !== undefined) for await (const event of collected.events()) ids.push(event.id)
    this.#world.collected.set(id, ids)
  }

  async #execute(process: ModuleProcess, progress: AttemptProgress, signal: AbortSignal): Promise<void> {
    progress.started()
    const tell = () => {
      process.told = true
    }
    signal.addEventListener('abort', tell)
    const how = await process.ended
    signal.removeEventListener('abort', tell)
    if (how === 'exit') return
    await this.#world.gates.pass(this.#party, `hears that ${process.task.slice(0, 6)} was ${how}`)
    throw new AttemptFailure('lost', `the module was ${how}`)
  }

  async #keepLog(task: AttemptTask, progress: AttemptProgress): Promise<void> {
    if (task.module.name !== 'd') return
    const key = logKey(task.artifact.prefix, task.number)
    await this.#blobs.put(key, { bytes: Buffer.from('a line') })
    progress.note({ log: { key, size: 6 } })
  }

  async #upload(task: AttemptTask): Promise<ManifestEntry[]> {
    const kind = WRITES[task.module.name]
    if (kind === undefined) return []
    const bytes = Buffer.from(
      kind === 'same'
        ? `one of few: ${String(Number.parseInt(task.job.slice(0, 1), 16) % 4)}`
        : `made by ${task.job}`,
    )
    const digest = digestOf(bytes)
    const known = (await this.#catalog.contents.lookup([digest])).get(digest)
    const key = known?.key ?? fileKey(task.artifact.prefix, 'file.bin', this.#blobs.capabilities)
    if (known === undefined) await this.#blobs.put(key, { bytes })
    return [{ path: 'file.bin', digest, size: bytes.byteLength, key }]
  }

  #pass(label: string, task: AttemptTask): Promise<void> {
    return this.#world.gates.pass(this.#party, `${label} ${task.module.name} ${task.id.slice(0, 6)}`)
  }
}

function fail(kind: FailureClass | 'error'): never {
  if (kind === 'error') throw new Error('the disk is full')
  throw new AttemptFailure(kind, `failed by ${kind}`)
}

function outputOf(task: AttemptTask, files: ManifestEntry[]): StagedAttempt['output'] {
  const passed = files.map((file) => ({ ...file, artifact: task.artifact.id }))
  return {
    files,
    bytes: files.reduce((sum, file) => sum + file.size, 0),
    referred: files.filter((file) => !file.key.startsWith(task.artifact.prefix)).map((file) => file.digest),
    events: (EMITS[task.module.name] ?? []).map((type, index) => ({
      type,
      data: { index },
      files: passed,
    })),
    insights: [],
  }
}
