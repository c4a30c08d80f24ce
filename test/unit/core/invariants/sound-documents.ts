import { artifactPrefix, logKey } from '../../../../core/model/artifact-keys.ts'
import {
  artifactId,
  attemptId,
  digestOf,
  eventKey,
  jobId,
  moduleSource,
  outputEventId,
} from '../../../../core/model/identity.ts'

export const NOW = 1_000_000_000

/** Of the files and the log that its job made. */
export const BYTES = Buffer.from('twelve bytes')
export const DIGEST = digestOf(BYTES)
/** Of the file that a client uploaded. */
export const GIVEN = Buffer.from('other bytes!')

export type Ids = ReturnType<typeof idsOf>

export function idsOf(limits: { maxPartBytes: number; maxKeyBytes: number }) {
  const event = eventKey('outside', 'first')
  const retried = eventKey('outside', 'second')
  const job = jobId(event, 'work-aaaaa')
  const source = moduleSource('test', 'work')
  const artifact = artifactId(job, 1, 'data')
  const path = artifactPrefix({ at: NOW, producer: 'work', artifact }, limits)
  const later = jobId(retried, 'work-aaaaa')
  return {
    event,
    retried,
    job,
    join: jobId(event, 'gather-bbbbb'),
    later,
    output: eventKey(source, outputEventId(job, 0)),
    artifact,
    path,
    file: `${path}files/a`,
    log: logKey(path, 1),
    list: `${path}lists/l.json`,
    given: 'given',
  }
}

/** What the store holds: collection → documents. */
export function soundDocuments(ids: Ids): Record<string, object[]> {
  const size = BYTES.length
  const file = { path: 'a', digest: DIGEST, size, key: ids.file }
  const common = {
    moduleVersion: 1,
    tries: 0,
    losses: 0,
    stagingFailures: 0,
    createdAt: NOW,
    updatedAt: NOW,
    queuedAt: NOW,
    correlationId: 'c',
  }
  const work = { ...common, module: 'work-aaaaa', moduleName: 'work', eventType: 'a' }
  const event = {
    type: 'a',
    time: '',
    correlationId: 'c',
    data: {},
    files: [],
    fingerprint: '',
    state: 'handled',
    acceptedAt: NOW,
    storedAt: NOW,
  }
  const takes = { module: 'work-aaaaa', name: 'work', wanted: true }
  const joins = { module: 'gather-bbbbb', name: 'gather', wanted: true, join: true, requires: 'all' }
  const module = { state: 'active', version: 1, createdAt: NOW, updatedAt: NOW }
  const manifest = (artifact: string, entry: object) => ({
    id: `${artifact}.0`,
    artifact,
    part: 0,
    files: [entry],
  })
  const given = { path: 'g', digest: digestOf(GIVEN), size, key: 'given/files/g' }
  return {
    modules: [
      { ...module, id: 'work-aaaaa', name: 'work', spec: {} },
      { ...module, id: 'gather-bbbbb', name: 'gather', spec: {} },
    ],
    moduleVersions: ['work-aaaaa', 'gather-bbbbb'].map((id) => ({ id: `${id}@1`, module: id, version: 1 })),
    moduleNames: [
      { id: 'work', module: 'work-aaaaa' },
      { id: 'gather', module: 'gather-bbbbb' },
    ],
    events: [
      {
        ...event,
        id: ids.event,
        eventId: 'first',
        source: 'outside',
        root: ids.event,
        scopes: [],
        children: 2,
        ownChildren: 1,
        routes: [takes, joins],
        files: [{ ...given, artifact: ids.given }],
      },
      {
        ...event,
        id: ids.retried,
        eventId: 'second',
        source: 'outside',
        root: ids.retried,
        scopes: [],
        children: 1,
        ownChildren: 1,
        routes: [takes],
      },
      {
        ...event,
        id: ids.output,
        eventId: outputEventId(ids.job, 0),
        source: moduleSource('test', 'work'),
        root: ids.event,
        scopes: [ids.event],
        job: ids.job,
        cause: ids.event,
        children: 0,
        ownChildren: 0,
        routes: [],
        dataAt: { key: ids.list, digest: DIGEST, size },
      },
    ],
    jobs: [
      {
        ...work,
        id: ids.job,
        event: ids.event,
        root: ids.event,
        scopes: [ids.event],
        state: 'succeeded',
        attempt: 1,
        committed: 1,
        children: 1,
        parts: 0,
        relayed: true,
        relayedAt: NOW,
        endedAt: NOW,
      },
      {
        ...common,
        id: ids.join,
        module: 'gather-bbbbb',
        moduleName: 'gather',
        eventType: 'a',
        event: ids.event,
        root: ids.event,
        scopes: [],
        join: 'all',
        state: 'waiting',
        attempt: 0,
      },
      {
        ...work,
        id: ids.later,
        event: ids.retried,
        root: ids.retried,
        scopes: [],
        state: 'waiting',
        attempt: 1,
        tries: 1,
        dueAt: NOW + 1000,
        failure: { class: 'module', message: 'no' },
      },
    ],
    attempts: [
      {
        id: attemptId(ids.job, 1),
        job: ids.job,
        number: 1,
        module: 'work-aaaaa',
        state: 'succeeded',
        moduleMs: 1,
        log: { key: ids.log, size },
      },
      {
        id: attemptId(ids.later, 1),
        job: ids.later,
        number: 1,
        module: 'work-aaaaa',
        state: 'failed',
        moduleMs: 1,
      },
    ],
    reasons: [{ id: 'reason', job: ids.later, at: NOW }],
    used: [
      { id: `${attemptId(ids.job, 1)}.0`, job: ids.job, attempt: 1, artifact: ids.given, event: ids.event },
    ],
    sweeps: [{ id: attemptId(ids.later, 1), job: ids.later, attempt: 1 }],
    artifacts: [
      {
        id: ids.artifact,
        path: ids.path,
        slot: 'data',
        producer: 'work',
        job: ids.job,
        attempt: 1,
        module: 'work-aaaaa',
        files: 1,
        bytes: size,
        parts: 1,
        createdAt: NOW,
      },
      {
        id: ids.given,
        path: 'given/',
        slot: 'files',
        producer: 'client',
        files: 1,
        bytes: size,
        parts: 1,
        createdAt: NOW,
      },
    ],
    manifests: [manifest(ids.artifact, file), manifest(ids.given, given)],
    contents: [{ id: DIGEST, state: 'live', key: ids.file, size }],
  }
}
