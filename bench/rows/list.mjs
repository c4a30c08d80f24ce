import { quantile } from '../measure/statistics.mjs'
import { short } from '../report/numbers.mjs'
import { withSubject } from '../subjects/subject.mjs'

const CALLS = 200
const P95_MS = 50

/** Pages of the list of jobs, whichever are asked for. */
export function list({ small, rowsCount }) {
  const rows = small ? Math.min(rowsCount, 5000) : rowsCount
  return {
    name: 'list',
    title: `ListJobs by gRPC, pages of 100, in a store of ${short(rows)} jobs (copies of a few real ones, over 90 days): ms, ${CALLS} calls of each kind, fewer where they take more than 20 s. The value is the worst p95 of all lists.`,
    leavesLargeFiles: true,
    unit: 'ms',
    valueName: 'worst p95 ms',
    layout: 'fields',
    mostRepetitions: 1,
    subjects: [{ name: 'Iteron', file: 'iteron-list.mjs', parameters: { rows } }],
    goals: [{ of: 'Iteron', atMost: P95_MS }],
    measure: (system, place) =>
      withSubject(system, place, async (subject) => {
        const { makingS, databaseMb, lists, others } = await subject.ask('lists', { calls: CALLS })
        return {
          value: Math.max(...lists.map(([, times]) => quantile(times, 0.95))),
          ...fieldsOf(lists),
          ...fieldsOf(others),
          'making the store, s': makingS,
          'database MB': databaseMb,
        }
      }),
  }
}

function fieldsOf(lists) {
  return Object.fromEntries(
    lists.flatMap(([name, times]) => [
      [`${name}, p50`, quantile(times, 0.5)],
      [`${name}, p95`, quantile(times, 0.95)],
    ]),
  )
}
