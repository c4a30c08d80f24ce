import { withSubject } from '../subjects/subject.mjs'

/** From nothing to the first result; servers that a system stands on run already. */
export const start = {
  name: 'start',
  title: 'from the start of the process on an empty folder to the end of its first job: ms',
  unit: 'ms',
  subjects: [
    { name: 'Iteron', file: 'first-job-iteron.mjs', parameters: {} },
    { name: 'BullMQ', file: 'first-job-bullmq.mjs', parameters: {}, needs: 'redis' },
  ],
  measure: (system, place) =>
    withSubject(system, place, async (subject) => ({ value: await subject.ask('firstJob') })),
}
