import { Artifacts } from './artifacts.ts'
import { Contents } from './contents.ts'
import type { CatalogContext } from './context.ts'
import { DiscardedMessages } from './discarded-messages.ts'
import { Events } from './events.ts'
import { Jobs } from './jobs.ts'
import { Lineage } from './lineage.ts'
import { Modules } from './modules.ts'

/** The typed records over one document store. */
export class Catalog {
  readonly context: CatalogContext
  readonly modules: Modules
  readonly events: Events
  readonly jobs: Jobs
  readonly discardedMessages: DiscardedMessages
  readonly artifacts: Artifacts
  readonly contents: Contents
  readonly lineage: Lineage

  constructor(context: CatalogContext) {
    this.context = context
    this.modules = new Modules(context)
    this.events = new Events(context)
    this.jobs = new Jobs(context)
    this.discardedMessages = new DiscardedMessages(context)
    this.artifacts = new Artifacts(context)
    this.contents = new Contents(context)
    this.lineage = new Lineage(context)
  }
}
