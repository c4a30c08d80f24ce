const slots = 4

/** What runs chains: `needs` names the server that it stands on, whose `parameters` are added. */
export const CHAIN_SYSTEMS = [
  { name: 'posix_spawn', file: 'posix-spawn.mjs', parameters: { slots } },
  { name: 'bare Node', file: 'bare-node.mjs', parameters: { slots } },
  { name: 'Iteron, power', file: 'iteron.mjs', parameters: { slots, durability: 'power' }, queue: true },
  { name: 'Iteron, process', file: 'iteron.mjs', parameters: { slots, durability: 'process' }, queue: true },
  { name: 'BullMQ', file: 'bullmq.mjs', parameters: { slots }, needs: 'redis', queue: true },
  {
    name: 'BullMQ, fsync always',
    file: 'bullmq.mjs',
    parameters: { slots },
    needs: 'redisAlways',
    queue: true,
  },
  {
    name: 'graphile-worker',
    file: 'graphile-worker.mjs',
    parameters: { slots },
    needs: 'postgres',
    queue: true,
  },
  {
    name: 'graphile-worker, batched',
    file: 'graphile-worker.mjs',
    parameters: { slots, batched: true },
    needs: 'postgres',
    queue: true,
  },
]
