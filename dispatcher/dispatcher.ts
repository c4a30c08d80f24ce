import { FIRST_REVISION } from '../core/catalog/modules.ts'
import { sweepUploads } from '../core/catalog/upload-sweep.ts'
import type { ArtifactRecord } from '../core/model/artifact.ts'
import type { Service } from '../core/lifecycle.ts'
import type { JobRecord } from '../core/model/job.ts'
import type { Changed } from '../core/signals.ts'
import { messageOf } from '../core/errors.ts'
import { Attempts } from './attempts.ts'
import { Cancellation } from './cancellation.ts'
import { Committer } from './commit.ts'
import type { DispatcherContext } from './context.ts'
import { Heartbeat } from './heartbeat.ts'
import { Intake } from './intake.ts'
import { Joins } from './joins.ts'
import { Leases } from './leases.ts'
import { ModuleDirectory } from './module-directory.ts'
import { publishMetadata } from './publish-metadata.ts'
import { Reconciler } from './reconciler.ts'
import { Relay } from './relay.ts'
import { Router } from './router.ts'
import { Scheduler } from './scheduler.ts'
import { Sweeper } from './sweeper.ts'

/** An event's way: intake, scheduler, attempt, relay; and the reconciler, which takes up what was dropped on it. */
export class Dispatcher implements Service {
  readonly #context: DispatcherContext
  readonly #intake: Intake
  readonly #scheduler: Scheduler
  readonly #attempts: Attempts
  readonly #heartbeat: Heartbeat
  readonly #relay: Relay
  readonly #joins: Joins
  readonly #reconciler: Reconciler
  readonly #sweeper: Sweeper
  #unlisten: (() => void) | undefined

  constructor(context: DispatcherContext) {
    this.#context = context
    const modules = new ModuleDirectory(context)
    this.#joins = new Joins(context)
    const router = new Router(context, modules, (event) => {
      this.#joins.routed(event)
    })
    this.#relay = new Relay(context, router)
    this.#sweeper = new Sweeper(context)
    this.#attempts = new Attempts(context, new Committer(context, router), this.#relay, {
      freed: (hadLeft) => {
        if (hadLeft) this.#scheduler.freed()
        else this.#scheduler.wake()
      },
      leaving: (goesOn) => {
        if (goesOn) this.#scheduler.wake()
        else this.#scheduler.freed()
      },
      closed: (job) => {
        this.#joins.touch(job.scopes)
      },
      swept: () => void this.#sweeper.sweep(),
      routed: (events) => {
        for (const event of events) this.#joins.routed(event)
      },
    })
    context.room.listen(() => {
      this.#scheduler.wake()
    })
    this.#heartbeat = new Heartbeat(context, this.#attempts)
    this.#scheduler = new Scheduler(context, modules, this.#attempts)
    this.#intake = new Intake(context, router)
    this.#reconciler = new Reconciler(context, {
      router,
      relay: this.#relay,
      joins: this.#joins,
      leases: new Leases(context, this.#attempts, (job) => {
        this.#joins.touch(job.scopes)
      }),
      cancellation: new Cancellation(context, (job) => {
        this.#joins.touch(job.scopes)
      }),
      sweeper: this.#sweeper,
    })
  }

  /** What a former process left is taken up before anything new begins. */
  async start(): Promise<void> {
    this.#unlisten ??= this.#context.catalog.context.signals.listen((changed) => {
      this.#heard(changed)
    })
    await this.#context.store.batch([
      { kind: 'insert', collection: 'environments', document: this.#context.environment, keep: true },
      FIRST_REVISION,
    ])
    await this.#sweepUploads()
    await this.#joins.start()
    await this.#reconciler.start()
    await this.#heartbeat.start()
    await this.#scheduler.start()
    await this.#intake.start()
  }

  /** Takes nothing new, gives running modules `graceMs`, then ends them; their jobs go back to the queue. */
  async stop(graceMs = 0): Promise<void> {
    await this.#intake.stop()
    await this.#scheduler.stop()
    await this.#attempts.drain(graceMs)
    await this.#context.room.stop()
    await this.#heartbeat.stop()
    await this.#relay.drain()
    await this.#reconciler.stop()
    await this.#joins.stop()
    await this.#sweeper.sweep()
    this.#unlisten?.()
    this.#unlisten = undefined
  }

  /** What can't be ended now is tried again at the next start. */
  async #sweepUploads(): Promise<void> {
    const { catalog, blobs, log } = this.#context
    const publish = (artifact: ArtifactRecord) => publishMetadata(catalog, blobs, artifact)
    await sweepUploads(catalog, blobs, publish).catch((error: unknown) => {
      log.warn({ error: messageOf(error) }, 'uploads that were cut off could not be cleared away')
    })
  }

  /** Writes of this process, people's among them, wake whoever waits for them. */
  #heard({ collection, id, state }: Changed): void {
    if (collection === 'modules') this.#scheduler.wake()
    if (collection === 'events' && state === undefined) this.#reconciler.wakeForCancel()
    if (collection !== 'jobs') return
    if (state === 'queued') this.#scheduler.wake()
    else if (state === 'waiting') this.#reconciler.wakeForDue()
    else if (state === 'cancelled' || state === 'discarded' || state === 'failed') this.#closed(id)
  }

  /** By people, or by a part that doesn't know of joins. An attempt that has recorded its own end isn't hurt. */
  #closed(id: string): void {
    this.#attempts.abort(id)
    void this.#context.catalog.jobs.get(id).then(
      (job: JobRecord | undefined) => {
        this.#joins.touch(job?.scopes ?? [])
      },
      (error: unknown) => {
        this.#context.log.warn({ job: id, error: messageOf(error) }, 'a closed job could not be read')
      },
    )
  }
}
