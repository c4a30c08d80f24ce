import { expect } from '@jest/globals'
import { fault, inForm } from '../fault.ts'
import { noMount, onSmallDisk } from './small-disk.ts'

fault(
  {
    fault: 'a module fills the disk to the last byte and fails',
    holds: 'its workspace makes room for its log and the record of its end: work goes on without anybody',
    form: 'long',
    unless: noMount,
    limitMs: 200_000,
  },
  async () => {
    await onSmallDisk({ mib: 24 }, async ({ client }) => {
      // the log is in a file by then, and has to be copied
      const prints = 'head -c 2000000 /dev/zero | tr "\\0" x | fold -w 100; echo; echo printed'
      const takes = 'for n in 1 2 3; do head -c 32000000 /dev/zero > out/data/$n; done'
      const fills = `${prints}; ${takes}; exit 3`
      await client.shell('fills', fills, { subscribes: ['fills'] })
      const event = await client.publish({ type: 'fills' })
      const [job] = await client.begun(event)
      expect(await client.reaches(job!.id, 'failed')).toMatchObject({
        failure: { class: 'exit', exitCode: 3 },
      })
      // who fills the disk faster than its output is read loses the end of its log, and that is said
      expect(await client.log(job!.id)).toMatch(/printed|the rest of the log could not be kept: ENOSPC/)
      await client.shell('after', 'echo made > out/data/file', { subscribes: ['after'] })
      expect(await client.run({ type: 'after' })).toMatchObject({ verdict: 'succeeded' })
    })
  },
)

fault(
  {
    fault: 'events until the disk is full, kill -9, and a start on the full disk',
    holds:
      'the start is refused with what to do, or succeeds; with room every event that was accepted is worked through',
    form: 'long',
    unless: noMount,
    limitMs: 200_000,
  },
  async () => {
    await onSmallDisk({ mib: inForm({ short: 8, long: 48, soak: 48 }) }, async (installation, disk) => {
      const accepted: string[] = []
      const dataJson = JSON.stringify({ text: 'x'.repeat(50_000) })
      const full = await untilRefused(async () => {
        accepted.push(await installation.client.publish({ type: 'many', dataJson }))
      })
      expect(full).toMatchObject({ code: 'RESOURCE_EXHAUSTED' })
      expect(accepted.length).toBeGreaterThan(10)
      disk.fill()
      await installation.kill()
      await installation.start().then(
        () => installation.kill(),
        (error: unknown) => expect(String(error)).toMatch(/no room|ENOSPC|full/),
      )
      disk.free()
      disk.grow(24)
      await installation.start()
      for (const event of accepted)
        expect({ event, outcome: await installation.client.outcome(event) }).toMatchObject({
          event,
          outcome: { verdict: 'succeeded' },
        })
    })
  },
)

async function untilRefused(publish: () => Promise<void>): Promise<unknown> {
  for (;;) {
    try {
      await publish()
    } catch (error) {
      return error
    }
  }
}
