import type { ScenarioName } from './scenarios.ts'

/** Dies at a write: by the scenario, or after it has died at another write before, when that is what leads here. */
export interface Reached {
  readonly scenario: ScenarioName
  /** Where the first process dies: the second dies here. */
  readonly first?: { readonly name: string; readonly when: 'before' | 'after' }
  /** Which times it dies here, from 1; by default the first. */
  readonly nth?: readonly number[]
}

/** Why no process of this release comes here. test/protocol-model/ dies there all the same, on stores in memory. */
export interface Unreached {
  readonly unreached: string
}

const by = (scenario: ScenarioName, ...nth: number[]): Reached => ({
  scenario,
  ...(nth.length > 0 && { nth }),
})
const thenBy = (scenario: ScenarioName, name: string, when: 'before' | 'after'): Reached => ({
  scenario,
  first: { name, when },
})

const EXCLUSIVE = 'SQLite belongs to one process: nobody takes over the attempts of another that lives'
const BACKUP = 'of a command that may be run again, not of the server: test/e2e/backup.test.ts'
const FULL = 'only on a full disk: nothing rests on what a probe writes'
const RACE = 'needs a change between two steps that follow each other at once'

/**
 * Every write of the protocol: a call of a port's writing method, or of the committer's on its folder, named by its
 * file, function and method. A new one fails `test/architecture/durable-writes.test.ts` until it stands here with a
 * scenario of `scenarios/` that comes by.
 */
export const POINTS: Readonly<Record<string, Reached | readonly Reached[] | Unreached>> = {
  'core/backup/copy-blobs.ts copy sync': { unreached: BACKUP },
  'core/backup/copy-blobs.ts #put put': { unreached: BACKUP },
  'core/backup/restore-backup.ts #restoreBlobs sync': { unreached: BACKUP },
  'core/backup/restore-backup.ts #copy put': { unreached: BACKUP },
  'core/backup/restore-backup.ts #restoreRecords batch': { unreached: BACKUP },
  'core/backup/snapshot-file.ts claimPlace sync': { unreached: BACKUP },
  'core/backup/stores.ts writeWhole put': { unreached: BACKUP },
  'core/backup/stores.ts writeWhole sync': { unreached: BACKUP },
  'core/backup/take-backup.ts #keepRecords sync': { unreached: BACKUP },
  'core/backup/take-backup.ts #keepRecords sync 2': { unreached: BACKUP },
  'core/backup/take-backup.ts #keepPiece put': { unreached: BACKUP },
  'core/backup/take-backup.ts #listOf sync': { unreached: BACKUP },
  'core/catalog/artifact-deletion.ts deleteArtifact batch': by('artifactDeleted'),
  'core/catalog/artifact-deletion.ts finishDeletion batch': {
    unreached: `a job that names an artifact while it is deleted: ${RACE}`,
  },
  'core/catalog/artifact-deletion.ts finishDeletion batch 2': by('artifactDeleted'),
  'core/catalog/artifact-deletion.ts finishDeletion delete': by('artifactDeleted'),
  'core/catalog/artifact-deletion.ts finishDeletion batch 3': by('artifactDeleted'),
  'core/catalog/artifact-deletion.ts finishDeletion batch 4': by('artifactDeleted'),
  'core/catalog/artifact-deletion.ts buryAgain batch': {
    unreached: `an artifact that is deleted while its metadata is written: ${RACE}`,
  },
  'core/catalog/client-artifact.ts insertArtifact batch': by('upload'),
  'core/catalog/content-apart.ts #store putOnce': by('largeEvent', 1, 2),
  'core/catalog/contents.ts forgetDamaged batch': by('damaged'),
  'core/catalog/discarded-messages.ts record batch': by('discardMessage'),
  'core/catalog/discarded-messages.ts forget batch': by('redriveMessage'),
  'core/catalog/events.ts insertCopy batch': by('eventRedrive'),
  'core/catalog/installation.ts installationName batch': by('overHttp'),
  'core/catalog/jobs.ts cancelTree batch': by('cancelTree'),
  'core/catalog/jobs.ts #apply batch': [by('redrive'), by('discard'), by('cancel')],
  'core/catalog/modules.ts create batch': by('modules', 1, 2),
  'core/catalog/modules.ts remove batch': by('modules'),
  'core/catalog/modules.ts #freeName batch': thenBy(
    'modules',
    'core/catalog/modules.ts remove batch',
    'before',
  ),
  'core/catalog/modules.ts #change batch': by('modules', 1, 2, 4),
  'core/catalog/pins.ts holdPin batch': by('snapshot'),
  'core/catalog/pins.ts release batch': by('snapshot'),
  'core/catalog/pins.ts #move batch': {
    unreached: 'a sign of life after ten seconds, from which nothing follows',
  },
  'core/catalog/pins.ts #remove batch': { unreached: EXCLUSIVE },
  'core/catalog/pins.ts dropFormerPins batch': thenBy(
    'snapshot',
    'core/catalog/pins.ts release batch',
    'before',
  ),
  'core/catalog/reindex.ts enter batch': by('reindexed', 1, 2),
  'core/catalog/reindex.ts enter batch 2': by('reindexed'),
  'core/catalog/upload-sweep.ts sweepUpload delete': thenBy(
    'upload',
    'core/catalog/client-artifact.ts insertArtifact batch',
    'before',
  ),
  'core/catalog/upload-sweep.ts sweepUpload batch': [
    thenBy('upload', 'core/catalog/client-artifact.ts insertArtifact batch', 'before'),
    thenBy('upload', 'core/catalog/client-artifact.ts insertArtifact batch', 'after'),
    by('uploadRefused'),
  ],
  'core/housekeeping/expire.ts write batch': by('collected', 1, 2),
  'core/housekeeping/free-content.ts freeRow delete': by('collected', 1, 2),
  'core/housekeeping/free-content.ts freeRow batch': by('collected', 1, 2),
  'core/housekeeping/free-content.ts judge batch': by('acquitted'),
  'core/housekeeping/free-content.ts freeCopy delete': by('damagedCopy'),
  'core/housekeeping/free-content.ts done batch': by('collected', 1, 2),
  'core/housekeeping/free-garbage.ts free batch': by('collected', 1, 3, 5),
  'core/housekeeping/free-garbage.ts free batch 2': by('collected', 1, 3, 5),
  'core/housekeeping/free-garbage.ts freeBlob delete': by('collected', 1, 2),
  'core/protocol/claim.ts claimJobs claim': by('tree', 2),
  'dispatcher/accept-event.ts keepLists sync': by('largeEvent'),
  'dispatcher/accept-event.ts keepLists delete': by('largeEvent'),
  'dispatcher/accept-event.ts leaveLists batch': by('expiredAgain'),
  'dispatcher/attempt.ts #recordLater batch': by('cancel'),
  'dispatcher/attempts.ts #fail batch': by('failing', 1, 2),
  'dispatcher/attempts.ts #giveBackOrVoid batch': by('stopped'),
  'dispatcher/attempts.ts #void batch': by('cancel'),
  'dispatcher/attempts.ts #void batch 2': by('cancel'),
  'dispatcher/cancellation.ts #sweepRoot batch': by('cancelTree'),
  'dispatcher/cancellation.ts #cancelPage batch': by('cancelTree', 1, 2),
  'dispatcher/commit.ts #commitAtOnce batch': by('tree', 1, 3, 5),
  'dispatcher/commit.ts #commitByParts batch': by('bigCommit', 1, 2),
  'dispatcher/commit.ts #commitByParts batch 2': {
    unreached: `content that is freed while a commit refers to it: ${RACE}`,
  },
  'dispatcher/commit.ts #commitByParts batch 3': by('bigCommit'),
  'dispatcher/dispatcher.ts start batch': by('overHttp'),
  'dispatcher/group-sync.ts sync sync': { unreached: 'only after a sync that failed' },
  'dispatcher/group-sync.ts #syncNext sync': by('tree'),
  'dispatcher/intake.ts #take deadLetter': { unreached: 'this bus holds no message that is no event' },
  'dispatcher/intake.ts #take complete': by('tree'),
  'dispatcher/intake.ts #recordConflict batch': by('conflict'),
  'dispatcher/intake.ts #refuse deadLetter': by('discardMessage'),
  'dispatcher/intake.ts #refuse retry': by('comesAgain'),
  'dispatcher/joins.ts #queue batch': {
    unreached: `a tree that is cancelled while its scope settles: ${RACE}`,
  },
  'dispatcher/joins.ts #queue batch 2': by('tree'),
  'dispatcher/joins.ts #discardOne batch': by('settledJoin'),
  'dispatcher/keep-log.ts keepLog put': by('tree'),
  'dispatcher/leases.ts #adopt batch': { unreached: EXCLUSIVE },
  'dispatcher/leases.ts #release batch': thenBy('cancel', 'dispatcher/attempts.ts #void batch', 'before'),
  'dispatcher/leases.ts #end batch': thenBy('tree', 'dispatcher/commit.ts #commitAtOnce batch', 'before'),
  'dispatcher/own-lease.ts #does batch': by('tree'),
  'dispatcher/publish-metadata.ts publishMetadata sync': by('upload'),
  'dispatcher/publish-metadata.ts putMetadata putOnce': [by('upload'), by('tree', 1, 3)],
  'dispatcher/reconciler.ts #followClock batch': {
    unreached: 'only when the clock of the machine is set back',
  },
  'dispatcher/reconciler.ts #queueDue batch': by('failing'),
  'dispatcher/relay.ts #relay batch': by('bigCommit'),
  'dispatcher/relay.ts #relayFresh batch': by('tree', 1, 3),
  'dispatcher/relay.ts #relay batch 2': by('bigCommit'),
  'dispatcher/relay.ts #insert batch': by('bigCommit', 1, 2),
  'dispatcher/relay.ts #publishEvents publish': {
    unreached: 'this bus is internal: events are routed at once',
  },
  'dispatcher/room.ts #probe put': { unreached: FULL },
  'dispatcher/room.ts #probe sync': { unreached: FULL },
  'dispatcher/room.ts #probe batch': { unreached: FULL },
  'dispatcher/room.ts #probe batch 2': { unreached: FULL },
  'dispatcher/room.ts #probe delete': { unreached: FULL },
  'dispatcher/router.ts #routeAtOnce batch': by('tree'),
  'dispatcher/router.ts #decide batch': by('bigCommit', 1, 2),
  'dispatcher/router.ts #insert batch': by('eventRedrive'),
  'dispatcher/router.ts #routeStepByStep batch': by('eventRedrive'),
  'dispatcher/router.ts #routeStepByStep batch 2': by('eventRedrive'),
  'dispatcher/router.ts #routeStepByStep batch 3': by('eventRedrive'),
  'dispatcher/scheduler.ts #giveBack batch': {
    unreached: `a module that is paused while its jobs are claimed: ${RACE}`,
  },
  'dispatcher/scheduler.ts #drop batch': by('orphaned'),
  'dispatcher/scheduler.ts #drop batch 2': by('orphaned'),
  'dispatcher/scheduler.ts #fail batch': by('withoutExecutor'),
  'dispatcher/sweeper.ts sweepParts batch': thenBy(
    'bigCommit',
    'dispatcher/relay.ts #relay batch 2',
    'before',
  ),
  'dispatcher/sweeper.ts #sweep batch': by('failing'),
  'dispatcher/sweeper.ts #remove batch': thenBy(
    'bigCommit',
    'dispatcher/commit.ts #commitByParts batch 3',
    'before',
  ),
  'dispatcher/sweeper.ts #deleteBlobs delete': thenBy(
    'manyFiles',
    'dispatcher/commit.ts #commitByParts batch 3',
    'before',
  ),
  'dispatcher/sweeper.ts #deleteBlobs delete 2': thenBy(
    'tree',
    'dispatcher/commit.ts #commitAtOnce batch',
    'before',
  ),
  'handler/committer/drop-spare.ts dropSpare delete': {
    unreached: 'only when a store failed for a moment, and somebody stored the same content meanwhile',
  },
  'handler/committer/plan.ts writePlan writeFileSync': by('moved'),
  'handler/committer/seal.ts sealedName mkdirSync': by('keptWorkspace'),
  'handler/committer/seal.ts takeAway renameSync': by('tree'),
  'handler/committer/seal.ts takeAway renameSync 2': {
    unreached: 'only for who may not move a folder, and not for root',
  },
  'handler/committer/store-files.ts #put putOnce': [by('tree', 1, 2), by('moved')],
  'handler/committer/upload.ts upload sync': by('tree'),
  'management-api/dead-letter-store.ts redrive settleDeadLetter': by('redriveMessage'),
  'management-api/dead-letter-store.ts discard settleDeadLetter': by('discardMessage'),
  'management-api/publisher.ts #send ensureTopics': by('tree'),
  'management-api/publisher.ts #send publish': [by('tree'), by('eventRedrive', 2)],
  'management-api/upload.ts receive sync': by('upload'),
  'management-api/upload.ts #store put': by('upload', 1, 2),
  'management-api/upload.ts upload batch': by('upload'),
  'management-api/upload.ts record delete': by('uploadAgain'),
  'management-api/upload.ts record batch': by('upload'),
  'front-api/server.ts #publish ensureTopics': by('overHttp'),
  'front-api/server.ts #publish publish': by('overHttp'),
  'cli/offline/trial.ts storeInput put': {
    unreached: 'a trial in a scratch folder, of which nothing is recorded',
  },
}

/** The ways to a write of the list; none, if it isn't reached. */
export function waysOf(name: string): readonly Reached[] {
  const ways: readonly (Reached | Unreached)[] = [POINTS[name] ?? []].flat()
  return ways.flatMap((way) => ('unreached' in way ? [] : way))
}
