import { metadataKey } from '../../core/model/artifact-keys.ts'
import type { CloudEvent } from '../../core/model/cloud-event.ts'
import type { ArtifactRecord } from '../../core/model/artifact.ts'
import type { EventRecord } from '../../core/model/event.ts'
import type { GarbageRecord } from '../../core/model/garbage.ts'
import type { JobRecord } from '../../core/model/job.ts'
import { attemptId, eventKey } from '../../core/model/identity.ts'
import { isClosed } from '../../core/model/transition.ts'
import { agree, isAtRest, readTree } from '../../core/protocol/scope.ts'
import { GROUP } from '../../dispatcher/context.ts'
import type { Invariants } from './invariants.ts'
import { expectedOf, outputsOf } from './module-tree.ts'
import type { People } from './people.ts'
import { isCalm } from './scenario.ts'
import type { World } from './world.ts'

/** What must hold when nothing happens any more. */
export async function checkAtEnd(world: World, people: People, invariants: Invariants): Promise<void> {
  checkEvents(world, people)
  checkOutputs(world)
  checkNothingStuck(world)
  checkNothingLeft(world)
  checkLateModule(world, people, invariants)
  if (isCalm(world.scenario)) checkAsExpected(world)
  await checkAtRest(world)
  checkBlobs(world)
  await checkDeadLetters(world, people)
}

function checkEvents(world: World, people: People): void {
  for (const { key, type } of people.accepted)
    if (world.records.event(key) === undefined) world.problem('an accepted event is lost', `${type} ${key}`)
  for (const event of world.records.events())
    if (event.state !== 'handled')
      world.problem('an event was not handled', `${event.type} ${event.id}: ${event.state}`)
}

/** Each succeeded job has exactly its own outputs, and nobody else has any. */
function checkOutputs(world: World): void {
  const raised = new Map<string, string[]>()
  for (const event of world.records.events())
    if (event.job !== undefined) raised.set(event.job, [...(raised.get(event.job) ?? []), event.id])
  for (const job of world.records.jobs()) {
    const wanted = job.state === 'succeeded' ? outputsOf(job.id, job.moduleName).map(({ key }) => key) : []
    const got = raised.get(job.id) ?? []
    if (wanted.sort().join() !== got.sort().join())
      world.problem(
        'a job has other outputs than it should',
        `${job.moduleName} ${job.id}: ${String(got.length)}`,
      )
    if (job.state === 'succeeded') checkSucceeded(world, job)
  }
}

function checkSucceeded(world: World, job: JobRecord): void {
  const attempt = attemptId(job.id, job.committed ?? 0)
  if (job.relayed !== true) world.problem('a job was not relayed', `${job.moduleName} ${job.id}`)
  if (job.expiredAt === undefined && !world.records.of('attempts').has(attempt))
    world.problem('the committed attempt has no record', `${job.moduleName} ${attempt}`)
  if (job.join === undefined) return
  const inScope = world.records
    .events()
    .filter(({ type, scopes }) => type === 'F' && scopes.includes(job.event))
  const wanted = inScope.map(({ eventId }) => eventId).sort()
  if (world.collected.get(attempt)?.join() !== wanted.join())
    world.problem('a join was given other events than its scope has', `${job.moduleName} ${attempt}`)
}

/** What is open has failed, or is a join that waits for something that has. */
function checkNothingStuck(world: World): void {
  const jobs = world.records.jobs()
  for (const job of jobs) {
    if (isClosed(job.state) || job.state === 'failed') continue
    const isBlocked =
      job.state === 'waiting' &&
      job.join === 'all' &&
      jobs.some((one) => one.state === 'failed' && one.scopes.includes(job.event))
    if (!isBlocked) world.problem('a job is stuck', `${job.moduleName} ${job.id}: ${job.state}`)
  }
}

function checkNothingLeft(world: World): void {
  for (const { id, moduleName, holds } of world.records.jobs())
    if (holds !== undefined) world.problem('a job that has ended holds its limits', `${moduleName} ${id}`)
  for (const collection of ['staged', 'sweeps'])
    for (const { id } of world.records.all(collection)) world.problem(`${collection} left`, id)
  for (const { id, cancelling } of world.records.events())
    if (cancelling === true) world.problem('a cancelled tree never comes to its end', id)
}

/** A module that was created before an event was recorded gets it. */
function checkLateModule(world: World, people: People, { inserted }: Invariants): void {
  for (const event of world.records.events()) {
    if (event.expiredAt !== undefined) continue
    if (!['F', 'L'].includes(event.type) || (inserted.get(event.id) ?? 0) <= people.lateCreated) continue
    if (!isRefused(event) && event.routes?.some((route) => route.name === 'late') !== true)
      world.problem('a module missed an event', `${event.type} ${event.id}`)
  }
}

function checkAsExpected(world: World): void {
  // Beside those that were published: copies, and events that name artifacts, unless those were deleted meanwhile.
  const roots = world.records.events().filter((event) => event.id === event.root)
  const refused = roots.filter(isRefused)
  const expected = expectedOf(
    roots.filter((event) => !refused.includes(event)).map(({ id: key, type }) => ({ key, type })),
    world.modules,
  )
  for (const { id, type } of refused) expected.events.set(id, type)
  const jobs = world.records.jobs().filter((job) => job.moduleName !== 'late')
  compare(
    world,
    'events',
    [...expected.events.keys()],
    world.records.events().map(({ id }) => id),
  )
  compare(
    world,
    'jobs',
    [...expected.jobs.keys()],
    jobs.map(({ id }) => id),
  )
  for (const job of jobs) {
    if (job.state !== 'succeeded')
      world.problem(
        'a job did not succeed in a calm run',
        `${job.moduleName} ${job.id}: ${job.state}, ${job.reason ?? ''}`,
      )
  }
}

function compare(world: World, what: string, expected: readonly string[], got: readonly string[]): void {
  const missing = expected.filter((id) => !got.includes(id))
  const surplus = got.filter((id) => !expected.includes(id))
  if (missing.length + surplus.length > 0)
    world.problem(
      `the ${what} are others than in an undisturbed run`,
      `missing ${missing.join()}; more ${surplus.join()}`,
    )
}

async function checkAtRest(world: World): Promise<void> {
  for (const event of world.records.events()) {
    if (event.root !== event.id) continue
    const [first, second] = [await readTree(world.store, event.id), await readTree(world.store, event.id)]
    if (!isAtRest(first) || !agree(first, second))
      world.problem('a tree does not come to rest', `${event.type} ${event.id}: ${JSON.stringify(first)}`)
  }
}

/** Nobody got it, as an artifact that it names had been deleted. */
function isRefused({ reason }: EventRecord): boolean {
  return reason?.includes('was deleted') === true
}

/** Every file of an artifact is there, and nothing that no artifact has; logs are kept. */
function checkBlobs(world: World): void {
  for (const artifact of world.records.artifacts()) checkCommitted(world, artifact)
  const wanted = wantedBlobs(world)
  const garbage = garbageKeys(world)
  for (const key of world.stored.keys()) {
    if (wanted.delete(key) || garbage.has(key) || key.includes('/logs/')) continue
    world.problem('a blob is left that nobody has', key)
  }
  for (const what of wanted.values()) world.problem('a blob of an artifact is missing', what)
}

/** By key: what it is, for a person. */
function wantedBlobs(world: World): Map<string, string> {
  const { records } = world
  const wanted = new Map<string, string>()
  for (const { id, path } of records.artifacts())
    if (!isRemoved(world, id)) wanted.set(metadataKey(path), `metadata of ${id}`)
  for (const { artifact, files } of records.manifests())
    if (!isRemoved(world, artifact))
      for (const { key, path } of files) wanted.set(key, `${path} of ${artifact}`)
  return wanted
}

function isRemoved({ records }: World, artifact: string): boolean {
  return (records.of('artifacts').get(artifact) as ArtifactRecord | undefined)?.removing === true
}

/** Keys of what is recorded as garbage, or will be when a deletion goes on. */
function garbageKeys({ records }: World): Set<string> {
  const rows = records.all('garbage') as GarbageRecord[]
  const keys = new Set(rows.flatMap((row) => (row.kind === 'artifact' ? [] : [row.key])))
  for (const row of rows) {
    if (row.kind !== 'artifact') continue
    const artifact = records.of('artifacts').get(row.artifact) as ArtifactRecord | undefined
    if (artifact !== undefined) keys.add(metadataKey(artifact.path))
    for (const part of records.manifests())
      if (part.artifact === row.artifact) for (const { key } of part.files) keys.add(key)
  }
  return keys
}

function checkCommitted(world: World, { id, job, attempt }: ArtifactRecord): void {
  const producer: JobRecord | undefined = world.records.job(job ?? '')
  if (producer?.state !== 'succeeded' || producer.committed !== attempt)
    world.problem('an artifact counts whose attempt did not commit', id)
}

async function checkDeadLetters(world: World, people: People): Promise<void> {
  const letters = await world.bus.deadLetters(GROUP, 1000)
  const forged = letters.filter(({ reason }) => reason.includes("is this installation's own"))
  const refused = letters.filter(({ reason }) => /the artifact \w+ (is deleted|has no file)/.test(reason))
  if (forged.length !== people.forged || forged.length + refused.length !== letters.length)
    world.problem(
      'the dead letters are not the forged events',
      `${String(letters.length)} of ${String(people.forged)}: ${letters.map(({ reason }) => reason).join('; ')}`,
    )
  for (const { key } of people.naming)
    if (world.records.event(key) === undefined && !refused.some(({ event }) => keyOf(event) === key))
      world.problem('an event that names an artifact is lost', key)
  const { depth } = await world.bus.stats(GROUP)
  if (depth > 0) world.problem('messages are left on the bus', String(depth))
}

function keyOf(event: CloudEvent | undefined): string | undefined {
  return event === undefined ? undefined : eventKey(event.source, event.id)
}
