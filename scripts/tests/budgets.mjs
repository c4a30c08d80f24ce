// Minutes that each file of tests has in `npm run soak`, on two cores: the soak alone, then the others, two at once, the longest first.
// Below them, for the order alone, what is long in `npm test`.
export const SOAK = 23.5

const BUDGETS = {
  'faults/kill/kill': 18,
  'faults/crash-points/crash-points': 6,
  'faults/machine/stopped': 3.5,
  'faults/machine/full-disk': 3,
  'faults/input/grpc-calls': 2.5,
  'faults/input/grpc-bytes': 2.5,
  'faults/input/http-bytes': 2,
  'faults/input/http-events': 2,
  'faults/modules/held-files': 1.5,
  'faults/housekeeping/backup': 1.5,
  'faults/modules/sizes': 1.2,
  'faults/machine/damaged-blob': 0.8,
  'faults/machine/database': 0.8,
  'faults/machine/descriptors': 0.8,
  'e2e/burst': 4,
  'protocol-model/model': 2,
  'protocol-model/without-rule': 1,
  'e2e/demo': 0.8,
  'e2e/backup': 0.5,
  'e2e/life': 0.4,
}
const OTHER = 0.2

/** Minutes of the file `test/<name>.test.ts`. */
export function budgetOf(file, soakMinutes = SOAK) {
  const name = /\/test\/(.*)\.test\.ts$/.exec(file)?.[1] ?? ''
  return name === 'faults/soak/soak' ? soakMinutes : (BUDGETS[name] ?? OTHER)
}
