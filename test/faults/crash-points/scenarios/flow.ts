import { raise, split } from '../../../e2e/programs.ts'
import type { Scenario } from '../scenarios.ts'

const CLOUD_EVENT = 'application/cloudevents+json'

/** Cut into three, worked on, joined: files, logs and events on the way. */
export const tree: Scenario = {
  run: async (run) => {
    await run.shell('cut', split(3, 'part'), { subscribes: ['whole'], publishes: ['part'] })
    const work = `echo working; cp -R in/data/. out/data/
      printf '[{"key":"eventType","value":"done"},{"key":"files","value":"%s"}]' "$(ls out/data)" > out/events/on.json`
    await run.shell('work', work, { subscribes: ['part'], publishes: ['done'] })
    await run.shell('gather', `cat in/data/*/* | sort > out/data/all; ${raise('end', 'gathered', 'all')}`, {
      join: { root: 'whole', collect: ['done'] },
      publishes: ['gathered'],
    })
    await run.event('whole', 'w-1')
  },
}

export const overHttp: Scenario = {
  run: async (run) => {
    await run.shell('note', 'cp in/eventmeta.json out/data/', { subscribes: ['noted'] })
    const event = { specversion: '1.0', id: 'h-1', source: 'outside', type: 'noted', data: { a: '1' } }
    await run.post('/events', CLOUD_EVENT, JSON.stringify(event))
    await run.rest('h-1')
  },
}

/** The join does without what has failed. */
export const settledJoin: Scenario = {
  run: async (run) => {
    await run.shell('bad', 'exit 3', { subscribes: ['go'] })
    await run.shell('good', `echo good > out/data/good; ${raise('on', 'made', 'good')}`, {
      subscribes: ['go'],
      publishes: ['made'],
    })
    await run.shell('after', 'ls in/data | wc -l > out/data/count', {
      join: { root: 'go', collect: ['made'], requires: 'settled' },
    })
    await run.event('go', 'g-1')
  },
}

export const failing: Scenario = {
  run: async (run) => {
    await run.shell('bad', 'echo trying; exit 3', {
      subscribes: ['try'],
      retry: { count: 1, backoff: { initial: '50ms' } },
    })
    await run.event('try', 't-1')
  },
}

/** More rows than go into one transaction: staged parts, and output events that are routed afterwards. */
export const bigCommit: Scenario = {
  run: async (run) => {
    await run.shell('keep', 'cp -R in/data/. out/data/', { subscribes: ['kept'] })
    const many = `n=0; while [ $n -lt 260 ]; do echo '{"type":"leaf","data":{"n":"'$n'"}}' > out/events/$n.json; n=$((n+1)); done
      echo a > out/data/a; echo b > out/data/b; ${raise('z', 'kept', 'a,b')}`
    await run.shell('many', many, { subscribes: ['lots'], publishes: ['leaf', 'kept'] })
    await run.event('lots', 'l-1')
  },
}

/** So many files that what an attempt left of them goes in several deletions. */
export const manyFiles: Scenario = {
  arguments: ['--durability', 'process'],
  run: async (run) => {
    const many = 'n=0; while [ $n -lt 510 ]; do echo $n > out/data/$n; n=$((n+1)); done'
    await run.shell('many', many, { subscribes: ['lots'] })
    await run.event('lots', 'l-1')
  },
}

/** Data that is too large for a document, from outside and from a module. */
export const largeEvent: Scenario = {
  run: async (run) => {
    const data = { text: 'x'.repeat(80_000) }
    await run.shell('tell', `printf '{"type":"large","data":{"n":"%080000d"}}' 0 > out/events/e.json`, {
      subscribes: ['text'],
      publishes: ['large'],
    })
    for (let times = 0; times < 2; times += 1) {
      await run.publish({ type: 'text', id: 'x-1', dataJson: JSON.stringify(data) })
      await run.rest('x-1')
    }
  },
}

/** The same id with other content. */
export const conflict: Scenario = {
  run: async (run) => {
    await run.shell('note', 'cp in/eventmeta.json out/data/', { subscribes: ['noted'] })
    await run.publish({ type: 'noted', id: 'c-1', dataJson: '{"a":"1"}' })
    await run.rest('c-1')
    await run.publish({ type: 'noted', id: 'c-1', dataJson: '{"a":"2"}' })
    await run.until(
      async (client) => (await client.call('events', 'GetEvent', { event: 'c-1' })).conflicts > 0,
    )
  },
}
