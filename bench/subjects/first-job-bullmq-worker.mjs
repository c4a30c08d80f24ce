import { Queue, Worker } from 'bullmq'
import { spawn } from 'node:child_process'
import { once } from 'node:events'

const connection = { host: '127.0.0.1', port: Number(process.argv[2]) }
const queue = new Queue('first', { connection })
const worker = new Worker(
  'first',
  () => once(spawn('/bin/true', { stdio: 'ignore' }), 'exit').then(() => undefined),
  {
    connection,
  },
)
worker.on('completed', () => process.send('done'))
await queue.add('first', {})
await once(process, 'disconnect')
await worker.close()
await queue.close()
