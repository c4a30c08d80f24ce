import { BLOBS, FILES } from '../../../../core/invariants/invariants.ts'
import { metadataKey } from '../../../../core/model/artifact-keys.ts'
import { attemptId } from '../../../../core/model/identity.ts'
import { DIGEST, NOW, type Ids } from './sound-documents.ts'
import { drop, insert, set, type Step } from './steps.ts'

/** Long before `NOW`. */
export const OVERDUE = NOW - 1_000_000

/** Name of the invariant, what is found, what breaks it. */
export type Breakage = readonly [name: string, found: RegExp, steps: (ids: Ids) => Step[]]

/** A sound store becomes one in which one invariant is broken. */
export const BREAKAGES: readonly Breakage[] = [
  [
    'every event has the jobs that were decided',
    /2 jobs, and 3 were/,
    (ids) => [set('events', ids.event, { children: 3, ownChildren: 2 }, ['routes'])],
  ],
  [
    'every event has the jobs that were decided',
    /counts 2 jobs and 2 without/,
    (ids) => [set('events', ids.event, { ownChildren: 2 })],
  ],
  [
    'every event has the jobs that were decided',
    /is routed for too long/,
    (ids) => [set('events', ids.output, { state: 'routed', storedAt: OVERDUE })],
  ],
  [
    'every event is (source, id)',
    /its key is not/,
    (ids) => [set('events', ids.retried, { eventId: 'third' })],
  ],
  [
    'every event is (source, id)',
    /its source is outside/,
    (ids) => [
      set('events', ids.retried, { job: 'j' }),
      set('events', ids.retried, {}, ['job']),
      set('events', ids.output, { source: 'outside', eventId: 'x' }),
    ],
  ],
  [
    'every event stands in its tree',
    /came from outside/,
    (ids) => [
      drop('jobs', ids.later),
      drop('attempts', attemptId(ids.later, 1)),
      drop('reasons', 'reason'),
      drop('sweeps', attemptId(ids.later, 1)),
      set('events', ids.retried, { root: 'x', children: 0, ownChildren: 0, routes: [] }),
    ],
  ],
  [
    'every event stands in its tree',
    /not those of its job/,
    (ids) => [set('events', ids.output, { scopes: [] })],
  ],
  ['every list that stands apart is there', /is not there/, (ids) => [{ remove: ids.list }]],
  [
    'every file of an event is one of an artifact',
    /passes on files/,
    (ids) => [set('events', ids.retried, { files: [{ artifact: 'none' }] })],
  ],
  [
    'a mark to cancel stands on a root',
    /has no mark/,
    (ids) => [set('events', ids.event, { cancelling: true })],
  ],
  [
    'a mark to cancel stands on a root',
    /roots nothing/,
    (ids) => [set('events', ids.output, { cancelledAt: NOW })],
  ],
  [
    "every job's state fits its fields",
    /nobody owns it/,
    (ids) => [set('jobs', ids.later, { state: 'running' })],
  ],
  ["every job's state fits its fields", /fencing token/, (ids) => [set('jobs', ids.later, { token: 't' })]],
  ["every job's state fits its fields", /never due/, (ids) => [set('jobs', ids.later, {}, ['dueAt'])]],
  [
    "every job's state fits its fields",
    /without a reason/,
    (ids) => [set('jobs', ids.later, { state: 'failed' }, ['failure'])],
  ],
  [
    'every job is (event, module)',
    /was not decided/,
    (ids) => [set('events', ids.retried, { routes: [{ module: 'x', wanted: true }] })],
  ],
  [
    'every job is (event, module)',
    /as a join it is not/,
    (ids) => [set('jobs', ids.join, { dueAt: NOW, scopes: [ids.event] }, ['join'])],
  ],
  ['every job stands in its tree', /not those under/, (ids) => [set('jobs', ids.join, { scopes: ['x'] })]],
  [
    'every committed job has what it committed',
    /committed 2 events, and 1/,
    (ids) => [set('jobs', ids.job, { children: 2 })],
  ],
  [
    'every committed job has what it committed',
    /attempt 1 committed, and is not/,
    (ids) => [drop('attempts', attemptId(ids.job, 1)), { remove: ids.log }],
  ],
  [
    'nothing is relayed and staged',
    /still staged/,
    (ids) => [
      set('jobs', ids.job, { relayedAt: OVERDUE }),
      insert('staged', { id: 's', job: ids.job, attempt: 1, part: 0, rows: [] }),
    ],
  ],
  [
    'no job that is not at work holds a limit',
    /still counts against/,
    (ids) => [set('jobs', ids.later, { holds: 't', updatedAt: OVERDUE })],
  ],
  ['nothing is overdue', /is due since/, (ids) => [set('jobs', ids.later, { dueAt: OVERDUE })]],
  [
    'nothing is overdue',
    /is not relayed/,
    (ids) => [set('jobs', ids.job, { relayed: false, endedAt: OVERDUE })],
  ],
  ['nothing is overdue', /its scope has settled/, (ids) => [set('jobs', ids.join, { updatedAt: OVERDUE })]],
  [
    'every attempt belongs to its job',
    /is number 7/,
    (ids) => [
      insert('attempts', {
        id: attemptId(ids.later, 7),
        job: ids.later,
        number: 7,
        module: 'work-aaaaa',
        state: 'lost',
      }),
    ],
  ],
  [
    'every attempt belongs to its job',
    /didn't commit it/,
    (ids) => [set('attempts', attemptId(ids.later, 1), { state: 'succeeded' })],
  ],
  [
    'no attempt is missing',
    /attempt 2 has left no record/,
    (ids) => [
      set('jobs', ids.later, { attempt: 3 }),
      insert('reasons', { id: `${ids.later}.3.given back.1`, job: ids.later, at: 1, what: 'given back' }),
    ],
  ],
  ['every log is there', /is not there/, (ids) => [{ remove: ids.log }]],
  ['every reason belongs to a job', /job none/, () => [set('reasons', 'reason', { job: 'none' })]],
  [
    'every edge leads to an artifact',
    /leads to the artifact none/,
    (ids) => [set('used', `${attemptId(ids.job, 1)}.0`, { artifact: 'none' })],
  ],
  [
    'every edge leads to an artifact',
    /attempt 3, which/,
    (ids) => [set('used', `${attemptId(ids.job, 1)}.0`, { attempt: 3 })],
  ],
  [
    'what is staged is on its way',
    /will never commit/,
    (ids) => [
      set('jobs', ids.later, { updatedAt: OVERDUE }),
      insert('staged', { id: 's', job: ids.later, attempt: 1, part: 0, rows: [] }),
    ],
  ],
  [
    'what is to be swept leads to an attempt',
    /is attempt 9/,
    (ids) => [insert('sweeps', { id: attemptId(ids.later, 9), job: ids.later, attempt: 9 })],
  ],
  [
    'every artifact is (job, attempt, slot)',
    /its job none/,
    (ids) => [set('artifacts', ids.given, { job: 'none' })],
  ],
  [
    'every artifact has its manifest and metadata',
    /should be 2 of/,
    (ids) => [set('artifacts', ids.given, { files: 2 })],
  ],
  [
    'every artifact has its manifest and metadata',
    /metadata.yaml is not/,
    (ids) => [{ remove: metadataKey(ids.path) }],
  ],
  [
    'a deleted artifact is a tombstone',
    /parts of its manifest are there/,
    (ids) => [set('artifacts', ids.artifact, { deletedAt: NOW }), { remove: metadataKey(ids.path) }],
  ],
  [
    'every manifest belongs to an artifact',
    /artifact none/,
    () => [insert('manifests', { id: 'none.0', artifact: 'none', part: 0, files: [] })],
  ],
  [
    'every file of a manifest is stored',
    /g: the blob given.files.g is not/,
    () => [{ remove: 'given/files/g' }],
  ],
  [
    'every file of a manifest is stored',
    /is being deleted/,
    () => [set('contents', DIGEST, { state: 'deleting' })],
  ],
  [
    'live content is stored',
    /it should be 5/,
    (ids) => [insert('contents', { id: 'sha256:x', state: 'live', key: ids.file, size: 5 })],
  ],
  [
    'every module has its version and its name',
    /version 1 is not/,
    () => [drop('moduleVersions', 'work-aaaaa@1')],
  ],
  [
    'every module has its version and its name',
    /has the name work too/,
    () => [
      insert('modules', { id: 'work-ccccc', name: 'work', state: 'active', version: 1 }),
      insert('moduleVersions', { id: 'work-ccccc@1', module: 'work-ccccc', version: 1 }),
    ],
  ],
  [
    'every version belongs to a module',
    /module none/,
    () => [insert('moduleVersions', { id: 'none@1', module: 'none', version: 1 })],
  ],
  [
    'every name in use belongs to a module',
    /whose name is work/,
    () => [insert('moduleNames', { id: 'other', module: 'work-aaaaa' })],
  ],
  [BLOBS.name, /no record leads to/, (ids) => [{ put: `${ids.path}files/stray`, text: 'stray' }]],
  [FILES.name, /damaged|digest/, (ids) => [{ remove: ids.file }, { put: ids.file, text: 'twelve BYTES' }]],
]
