import { withSubject } from '../subjects/subject.mjs'
import { short } from '../report/numbers.mjs'

// The goals: what a thousand cost, a hundred thousand cost a hundred times. A tree of an index that is three times as deep, and a
// cache that doesn't hold everything any more, may take up to three tenths of it; a loss that goes on growing is found by the next
// size. Memory holds what is at work, not what waits: half more is allowed for the larger caches.
const RATE = 0.7
const MEMORY = 1.5
const GROUP = 'growth'

/** A row of sizes: each is compared with the first. */
function growth({ name, sizes, unitOf, parameters, ...row }) {
  const subjects = sizes.map(({ size, rounds = 1, large }) => ({
    name: `${short(size)} ${unitOf}`,
    file: 'iteron-growth.mjs',
    parameters: { ...parameters, size, rounds },
    large,
  }))
  const [first, ...others] = subjects
  return {
    name: `growth-${name}`,
    group: GROUP,
    mostRepetitions: 2,
    subjects,
    goals: others.flatMap(({ name: of }) => [
      { of, atLeast: RATE, against: { subject: first.name } },
      { of, field: 'peak MB', atMost: MEMORY, against: { subject: first.name, field: 'peak MB' } },
    ]),
    measure: (system, place) => withSubject(system, place, (subject) => subject.ask(name, system.parameters)),
    ...row,
  }
}

export function growthQueue({ small }) {
  return growth({
    name: 'queue',
    title:
      'Empty jobs that are all queued before the first begins: jobs a second from then on, and the most memory since the first was published. The small size ten times in turn.',
    unit: 'jobs/s',
    unitOf: 'queued',
    sizes: small
      ? [{ size: 500, rounds: 2 }, { size: 2000 }]
      : [{ size: 1000, rounds: 10 }, { size: 100_000 }, { size: 1_000_000, large: true }],
  })
}

export function growthModules({ small }) {
  const jobs = small ? 1000 : 10_000
  return growth({
    name: 'modules',
    title: `${short(jobs)} empty jobs, evenly over so many modules with a type of event each: jobs a second from the first published on.`,
    unit: 'jobs/s',
    unitOf: 'modules',
    parameters: { jobs },
    sizes: small ? [{ size: 10 }, { size: 50 }] : [{ size: 10 }, { size: 1000 }],
  })
}

export function growthFanOut({ small }) {
  return growth({
    name: 'fan-out',
    title:
      'A job that raises so many events, each of which becomes an empty job: those jobs a second, from the end of the program that raised them on. The small size ten times in turn.',
    unit: 'jobs/s',
    unitOf: 'events',
    sizes: small
      ? [{ size: 200, rounds: 2 }, { size: 1000 }]
      : [{ size: 1000, rounds: 10 }, { size: 100_000 }],
  })
}

export function growthJoin({ small }) {
  return growth({
    name: 'join',
    title:
      'A join over so many events of one job: events a second, from the end of that job to the end of the join, whose program does nothing. The small size ten times in turn.',
    unit: 'events/s',
    unitOf: 'events',
    sizes: small
      ? [{ size: 200, rounds: 2 }, { size: 1000 }]
      : [{ size: 1000, rounds: 10 }, { size: 10_000 }, { size: 100_000, large: true }],
  })
}

export function growthTrace({ small }) {
  const depth = small ? 100 : 1000
  const name = `${short(depth)} deep`
  return growth({
    name: 'trace',
    title: `A module that passes a file on to itself, ${depth} times: ms a job, the last tenth of them, beside the first tenth; and how long its trace and the lineage of the last file take to read.`,
    unit: 'ms/job',
    unitOf: 'deep',
    sizes: [{ size: depth }],
    goals: [
      { of: name, atMost: 1.3, against: { subject: name, field: 'first tenth' } },
      { of: name, field: 'lineage ms', atMost: 1000 },
    ],
  })
}
