const slots = 4
const PROCESS = 'in a process of its own'
/** What a row without programs says of all its systems. */
export const NO_PROGRAM = 'in the worker: no program is started'

export const IN_WORKSPACE = 'in a process, process group and folder of its own'
export const POWER = 'a power failure: records, files and folders are synced'
export const PROCESS_END = 'kill -9; of a power failure the records, not the files of the last seconds'
const NOTHING = 'nothing: all is in memory'
const POSTGRES = 'a power failure: fsync is on'

/** What runs chains: `needs` names the server that it stands on, whose `parameters` are added; `program` what it is built with. */
export const CHAIN_SYSTEMS = [
  {
    name: 'posix_spawn',
    file: 'posix-spawn.mjs',
    parameters: { slots },
    program: 'cc',
    durability: NOTHING,
    isolation: PROCESS,
  },
  {
    name: 'bare Node',
    file: 'bare-node.mjs',
    parameters: { slots },
    durability: NOTHING,
    isolation: PROCESS,
  },
  {
    name: 'Iteron, power',
    file: 'iteron.mjs',
    parameters: { slots, durability: 'power' },
    queue: true,
    durability: POWER,
    isolation: IN_WORKSPACE,
  },
  {
    name: 'Iteron, process',
    file: 'iteron.mjs',
    parameters: { slots, durability: 'process' },
    queue: true,
    durability: PROCESS_END,
    isolation: IN_WORKSPACE,
  },
  {
    name: 'BullMQ',
    file: 'bullmq.mjs',
    parameters: { slots },
    needs: 'redis',
    queue: true,
    durability: 'kill -9 of the worker; of Redis only what its last snapshot has',
    isolation: PROCESS,
  },
  {
    name: 'BullMQ, fsync always',
    file: 'bullmq.mjs',
    parameters: { slots },
    needs: 'redisAlways',
    queue: true,
    durability: 'a power failure: each command is synced',
    isolation: PROCESS,
  },
  {
    name: 'graphile-worker',
    file: 'graphile-worker.mjs',
    parameters: { slots },
    needs: 'postgres',
    queue: true,
    durability: POSTGRES,
    isolation: PROCESS,
  },
  {
    name: 'graphile-worker, batched',
    file: 'graphile-worker.mjs',
    parameters: { slots, batched: true },
    needs: 'postgres',
    queue: true,
    durability: POSTGRES,
    isolation: PROCESS,
  },
]

export const DURABILITIES = ['power', 'process']
/** The same goal for both settings of durability. */
export const forBoth = (goalOf) => DURABILITIES.map((durability) => goalOf(`Iteron, ${durability}`))

/** Systems that queue, where no program is started. */
export const QUEUES = CHAIN_SYSTEMS.filter(({ queue }) => queue).map((system) => ({
  ...system,
  isolation: NO_PROGRAM,
}))
