import { expect } from '@jest/globals'
import fc from 'fast-check'
import type { Client } from '../../e2e/client.ts'
import { fault, inForm } from '../fault.ts'
import { fuzz } from './fuzz.ts'
import { hostileJson, hostileMembers, hostileText, jsonText, Members } from './hostile-values.ts'
import { maybeMutated } from './mutations.ts'
import { attacked } from './target.ts'

const COUNT = inForm({ short: 30, long: 400, soak: 1000 })

/** Hands on what it was given: an event, insights, and names of files. */
const SCRIPT = `cd in/data
[ -e event ] && cp event ../../out/events/hostile.json
[ -e insights ] && cp insights ../../out/insights.json
[ -e names ] && while IFS= read -r name; do touch -- "../../out/data/$name"; done < names
exit 0`

const WANTED = 'hostile.wanted'
const RAISED = 'nobody.takes.it'

function bytesOf(value: unknown): Buffer {
  return Buffer.from(jsonText(value))
}

const pair = fc
  .tuple(hostileText, hostileJson, hostileMembers)
  .map(([key, value, more]) => new Members([['key', key], ['value', value], ...more]))
const pairs = fc.array(pair, { maxLength: 4 })

const event = maybeMutated(
  fc
    .oneof(
      pairs.map((more) => [
        new Members([
          ['key', 'eventType'],
          ['value', RAISED],
        ]),
        ...more,
      ]),
      fc.tuple(fc.constantFrom('type', 'files', 'data', 'subject'), hostileJson, hostileMembers).map(
        ([key, value, more]) =>
          new Members([
            ['type', RAISED],
            [key, value],
            ['data', new Members(more)],
          ]),
      ),
      hostileJson,
    )
    .map(bytesOf),
)
const insights = maybeMutated(
  fc
    .oneof(
      pairs,
      hostileMembers.map((more) => new Members(more)),
      hostileJson,
    )
    .map(bytesOf),
)

/** Any bytes in which a name can be; none leads out of the folder. */
const names = maybeMutated(
  fc.array(hostileText, { maxLength: 3 }).map((all) => Buffer.from(all.join('\n'))),
).map((bytes) => bytes.map((byte) => (byte === 0x2f || byte === 0 ? 0x5f : byte)))

type Output = Readonly<Record<'event' | 'insights' | 'names', Uint8Array | undefined>>

const outputs: fc.Arbitrary<Output> = fc.record({
  event: fc.option(event, { nil: undefined }),
  insights: fc.option(insights, { nil: undefined }),
  names: fc.option(names, { nil: undefined }),
})

/** A job ends well with what it made, or as the module's fault, with a reason. */
async function checkOutput(client: Client, output: Output): Promise<void> {
  const files = Object.entries(output).filter(
    (entry): entry is [string, Uint8Array] => entry[1] !== undefined,
  )
  const artifact = await client.upload({ always: '', ...Object.fromEntries(files) })
  const { verdict, jobs } = await client.run({ type: WANTED, files: [{ artifact }] })
  const { state, failure, artifacts } = await client.job(jobs[0]!.id)
  if (state === 'succeeded') {
    for (const one of artifacts) await client.files(one)
    expect(verdict).toBe('succeeded')
  } else {
    expect([verdict, state, failure?.class]).toEqual(['failed', 'failed', 'commit'])
    expect(failure?.message).toMatch(/^the outputs were refused: "?out/)
    expect(artifacts).toEqual([])
  }
}

fault(
  {
    fault: 'a module that leaves hostile bytes as its events, its insights and the names of its files',
    holds:
      'its job takes them, or fails as the fault of the module with the file and the rule; nothing else is disturbed',
    limitMs: inForm({ short: 60_000, long: 180_000, soak: 600_000 }),
  },
  async () => {
    await attacked(async ({ installation }) => {
      const { client } = installation
      await client.shell('hostile', SCRIPT, { subscribes: [WANTED], publishes: [RAISED] })
      await fuzz('outputs of modules', outputs, { count: COUNT, together: 8 }, (output) =>
        checkOutput(client, output),
      )
    })
  },
)
