// The order in which jest takes the files of `npm run soak`: the longest first, so that two workers end together.
import { budgetOf } from './budgets.mjs'

export default class LongestFirst {
  shard(tests) {
    return tests
  }

  sort(tests) {
    return [...tests].sort((left, right) => budgetOf(right.path) - budgetOf(left.path))
  }

  allFailedTests(tests) {
    return tests
  }

  cacheResults() {}
}
