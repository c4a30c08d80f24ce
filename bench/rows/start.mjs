import { withSubject } from '../subjects/subject.mjs'

/** From nothing to the first result; servers that a system stands on run already. */
export function start() {
  return {
    name: 'start',
    title:
      'From the start of the process on an empty folder to the end of its first job, `/bin/true` in a process of its own: ms; ready: until it takes events.',
    unit: 'ms',
    subjects: [
      { name: 'node -e 0', file: 'empty-node.mjs', parameters: {} },
      { name: 'Iteron', file: 'first-job-iteron.mjs', parameters: {} },
      { name: 'BullMQ', file: 'first-job-bullmq.mjs', parameters: {}, needs: 'redis' },
    ],
    goals: [{ of: 'Iteron', atMost: 500 }],
    measure: (system, place) =>
      withSubject(system, place, async (subject) => {
        const { ms, readyMs } = await subject.ask('firstJob')
        return { value: ms, ...(readyMs === undefined ? {} : { ready: readyMs }) }
      }),
  }
}
