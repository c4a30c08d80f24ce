// The floor: chains by `child_process.spawn`, in memory, nothing durable.
import { serveChains, STAGES } from './chains.mjs'
import { Endings } from './endings.mjs'
import { ChainFiles, copyInProcess } from './files.mjs'

let files
let free
const queue = []
const endings = new Endings()

serveChains({
  async prepare({ folder, slots }) {
    files = new ChainFiles(folder)
    free = slots
    await files.make()
  },
  before: (ids) => files.put(ids),
  async publish(ids) {
    queue.push(...ids.map((id) => ({ id, stage: 0 })))
    pump()
  },
  finished: (id) => endings.of(id),
  check: (ids) => files.check(ids),
})

function pump() {
  while (free > 0 && queue.length > 0) {
    free -= 1
    void work(queue.shift())
  }
}

async function work({ id, stage }) {
  await copyInProcess(files.copy(stage, id))
  if (stage + 1 < STAGES) queue.push({ id, stage: stage + 1 })
  else endings.ended(id)
  free += 1
  pump()
}
