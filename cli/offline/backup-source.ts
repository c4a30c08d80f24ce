import { SourceProblem } from '../../core/backup/copy-blobs.ts'
import type { BackupSource } from '../../core/backup/take-backup.ts'
import { ERROR_CODES, IteronError, type ErrorCode } from '../../core/errors.ts'
import type { RecordsPart } from '../../core/ports/snapshots.ts'
import type { ReadBlobsResponse__Output } from '../../proto/generated/iteron/v1/ReadBlobsResponse.ts'
import type { TakeSnapshotResponse__Output } from '../../proto/generated/iteron/v1/TakeSnapshotResponse.ts'
import type { Remote } from '../remote.ts'

type Take = Parameters<BackupSource['readBlobs']>[1]
type Problem = Parameters<BackupSource['readBlobs']>[2]

/** An installation behind its management API. What it holds is held until `close`. */
export class RemoteSource implements BackupSource {
  readonly header: BackupSource['header']
  readonly #remote: Remote
  readonly #snapshot: AsyncIterator<TakeSnapshotResponse__Output>

  private constructor(
    remote: Remote,
    snapshot: AsyncIterator<TakeSnapshotResponse__Output>,
    header: BackupSource['header'],
  ) {
    this.#remote = remote
    this.#snapshot = snapshot
    this.header = header
  }

  static async open(remote: Remote): Promise<RemoteSource> {
    const snapshot = remote.stream('backup', 'TakeSnapshot', {})
    const { header } = await nextOf(snapshot)
    if (!header) throw cutShort()
    const { installation, version, takenAtMs } = header
    return new RemoteSource(remote, snapshot, { installation, version, takenAt: takenAtMs })
  }

  async *records(): AsyncGenerator<RecordsPart> {
    for (;;) {
      const { records, end } = await nextOf(this.#snapshot)
      if (end) return
      if (!records) throw cutShort()
      yield { collection: records.collection, documents: records.documents }
    }
  }

  async readBlobs(keys: readonly string[], take: Take, problem: Problem): Promise<void> {
    const messages = new Messages(this.#remote.stream('backup', 'ReadBlobs', { keys }))
    for (const [index, key] of keys.entries()) {
      const first = await messages.peek()
      if (first?.index !== index) throw cutShort()
      if (first.problem) {
        problem(key, problemOf(first.problem))
        messages.take()
        continue
      }
      const bytes = messages.blob(index)
      await take(key, bytes)
      for await (const _ of bytes); // what a failed put has left
    }
    await messages.close()
  }

  async close(): Promise<void> {
    await this.#snapshot.return?.()
  }
}

/** The answers of a call with a look at the next one. */
class Messages {
  readonly #messages: AsyncIterator<ReadBlobsResponse__Output>
  #next: ReadBlobsResponse__Output | undefined

  constructor(messages: AsyncIterator<ReadBlobsResponse__Output>) {
    this.#messages = messages
  }

  async peek(): Promise<ReadBlobsResponse__Output | undefined> {
    this.#next ??= (await this.#messages.next()).value as ReadBlobsResponse__Output | undefined
    return this.#next
  }

  take(): void {
    this.#next = undefined
  }

  /** The bytes of one blob. SourceProblem where it can't be read any further. */
  async *blob(index: number): AsyncGenerator<Uint8Array> {
    for (let next = await this.peek(); next?.index === index; next = await this.peek()) {
      this.take()
      if (next.problem) throw problemOf(next.problem)
      if (next.end) return
      yield next.chunk
    }
    throw cutShort()
  }

  async close(): Promise<void> {
    await this.#messages.return?.()
  }
}

async function nextOf<T>(messages: AsyncIterator<T>): Promise<T> {
  const next = await messages.next()
  if (next.done === true) throw cutShort()
  return next.value
}

function problemOf({ code, message }: { code: string; message: string }): SourceProblem {
  const known = ERROR_CODES.find((name) => name === code) ?? ('UNKNOWN' satisfies ErrorCode)
  return new SourceProblem(known, message)
}

function cutShort(): IteronError {
  return new IteronError('UNAVAILABLE', 'the server ended its answer before it was complete', {
    hint: 'Run the command again: it goes on where it was.',
  })
}
