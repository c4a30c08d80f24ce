// Makes the process that loads it as large as it would be with so much of other things in it: ITERON_BENCH_BALLAST_MIB.
const mib = Number(process.env.ITERON_BENCH_BALLAST_MIB ?? 0)
if (require('node:worker_threads').isMainThread)
  globalThis.ballast = Array.from({ length: mib }, () => Buffer.alloc(1024 * 1024, 1))
