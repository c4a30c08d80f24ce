import { expect } from '@jest/globals'
import { sqliteEventBus } from '../../../adapters/sqlite/event-bus.ts'
import type { CloudEvent } from '../../../core/model/cloud-event.ts'
import { systemClock } from '../../../core/system-clock.ts'
import { GROUP } from '../../../dispatcher/context.ts'
import type { Client } from '../../e2e/client.ts'
import { withInstallation, type Installation } from '../../e2e/installation.ts'
import { openSqlite } from '../../../adapters/sqlite/sqlite-file.ts'
import { fault } from '../fault.ts'

const LIMIT_MS = 20_000
const TYPE = 'part'

/** Puts events on the bus of a folder that is at rest, past everything that checks what comes in. */
async function published({ data }: Installation, sources: readonly string[]): Promise<void> {
  const file = await openSqlite(data)
  try {
    const bus = sqliteEventBus(file, systemClock)
    await bus.open()
    await bus.ensureTopics([TYPE], GROUP)
    await bus.publish(
      sources.map((source, n): CloudEvent => ({
        specversion: '1.0',
        id: `own-${String(n)}`,
        source,
        type: TYPE,
      })),
    )
    await bus.close()
  } finally {
    await file.close()
  }
}

/** The dead messages, when there are so many of them besides those that are known. */
async function letters(client: Client, count: number, known: readonly string[] = []) {
  const end = performance.now() + LIMIT_MS
  for (;;) {
    const filter = { kind: 'message' }
    const { deadLetters } = await client.call('deadLetters', 'ListDeadLetters', { filter })
    const others = deadLetters.filter(({ id }) => !known.includes(id))
    if (others.length >= count || performance.now() > end) return others
  }
}

fault(
  {
    fault:
      "messages on the bus with this installation's own source that none of its jobs raised, and their redrive",
    holds: 'each is a dead letter that says so, again and again; no event is recorded and no job runs for it',
  },
  async () => {
    await withInstallation({ arguments: ['--log-level', 'error'] }, async (installation) => {
      await installation.start()
      await installation.client.shell('taker', 'true', { subscribes: [TYPE] })
      const { installation: own } = await installation.client.call('server', 'GetServerInfo', {})
      const sources = [`iteron:${own}/taker`, `iteron:${own}/`, `iteron:${own}/../x`]
      await installation.stop()
      await published(installation, sources)
      await installation.start()
      const { client } = installation
      const dead = await letters(client, sources.length)
      expect(dead.map(({ reason }) => reason)).toEqual(
        sources.map(() => expect.stringContaining("this installation's own")),
      )
      const ids = dead.map(({ id }) => id)
      await client.call('deadLetters', 'RedriveDeadLetters', { deadLetters: ids })
      const again = await letters(client, sources.length, ids)
      expect(again.map(({ reason }) => reason)).toEqual(dead.map(({ reason }) => reason))
      expect((await client.call('jobs', 'ListJobs', {})).jobs).toEqual([])
      expect((await client.call('events', 'ListEvents', {})).events).toEqual([])
      const doctor = await installation.cli('doctor')
      expect([doctor.exit, installation.server.stderr]).toEqual([0, ''])
    })
  },
)
