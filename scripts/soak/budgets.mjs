// Minutes that each file of tests has in `npm run soak`, on two cores: the soak alone, then the others, two at once. Half of the
// sum of the others and the soak are at most 45.
export const SOAK = 23.5

const BUDGETS = {
  'kill/kill': 12,
  'crash-points/crash-points': 5,
  'machine/stopped': 3.5,
  'machine/full-disk': 3,
  'input/grpc-calls': 2.5,
  'input/grpc-bytes': 2.5,
  'input/http-bytes': 2,
  'input/http-events': 2,
  'modules/held-files': 1.5,
  'housekeeping/backup': 1.5,
  'modules/sizes': 1.2,
  'machine/damaged-blob': 0.8,
  'machine/database': 0.8,
  'machine/descriptors': 0.8,
}
const OTHER = 0.2

/** Minutes of the file `test/faults/<name>.test.ts`. */
export function budgetOf(file, soakMinutes = SOAK) {
  const name = /test\/faults\/(.*)\.test\.ts$/.exec(file)?.[1] ?? ''
  return name === 'soak/soak' ? soakMinutes : (BUDGETS[name] ?? OTHER)
}
