import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@jest/globals'
import { raise, split } from '../../e2e/programs.ts'
import { withInstallation, type Installation } from '../../e2e/installation.ts'
import { Gate } from '../../e2e/gate.ts'
import { fault } from '../fault.ts'
import { attacked } from './target.ts'

const STRUCTURED = 'application/cloudevents+json'

function envelope(id: string, more: object): string {
  return JSON.stringify({ specversion: '1.0', id, source: 'outside', type: 'part', ...more })
}

async function post({ http }: Installation, body: string): Promise<number> {
  const headers = { 'content-type': STRUCTURED }
  return (await fetch(`http://${http}/events`, { method: 'POST', headers, body })).status
}

/** Every way in which an event could claim to belong to a job and a scope. */
function claims(job: { readonly id: string; readonly event: string; readonly root: string }) {
  const rows = { scopes: [job.root], root: job.root, state: 'handled', routes: [], children: 0, job: job.id }
  const own = { jobid: job.id, causationid: job.event, correlationid: job.event }
  return [
    own,
    { ...own, ...rows },
    { ...own, data: { ...rows, ...own } },
    { ...own, cause: job.root, closed: true },
  ]
}

fault(
  {
    fault:
      'events from outside that claim to come from a job of a scope, with its ids, scopes, root and states',
    holds: 'each is a root of its own: the join waits for its own parts and collects those alone',
  },
  async () => {
    await withInstallation({ arguments: ['--log-level', 'error'] }, async (installation) => {
      await installation.start()
      const gate = new Gate(path.join(installation.folder, 'gate'))
      try {
        const { client } = installation
        await client.shell('split', split(3, 'part'), { subscribes: ['whole'], publishes: ['part'] })
        await client.shell('work', `${gate.script}; ${raise('done', 'done')}`, {
          subscribes: ['part'],
          publishes: ['done'],
          concurrency: 1,
        })
        await client.shell('join', 'ls in/events | wc -l > out/data/count', {
          join: { root: 'whole', collect: ['part', 'done'] },
        })
        const root = await client.publish({ type: 'whole' })
        const [first] = await client.begun(root, 2)
        const forged = claims({ id: first!.id, event: first!.eventKey, root })
        for (const [n, claim] of forged.entries())
          for (const type of ['part', 'done', 'whole.none'])
            expect(
              await post(installation, envelope(`forged-${String(n)}-${type}`, { ...claim, type })),
            ).toBe(202)
        gate.release(3 + forged.length)
        const { verdict, jobs } = await client.outcome(root)
        expect(verdict).toBe('succeeded')
        expect(jobs.map(({ module }) => module).sort()).toEqual(['join', 'split', 'work', 'work', 'work'])
        const join = jobs.find(({ module }) => module === 'join')!
        expect(await client.output(join.id)).toEqual({ count: '6\n' })
        for (const n of forged.keys()) {
          const event = await client.call('events', 'GetEvent', { event: `forged-${String(n)}-part` })
          expect([event.root, event.job ?? '']).toEqual([event.key, ''])
          expect((await client.jobsOf(event.key)).map(({ id }) => id)).not.toContain(first!.id)
          expect((await client.outcome(event.key)).verdict).toBe('succeeded')
        }
        const doctor = await installation.cli('doctor')
        expect([doctor.exit, installation.server.stderr]).toEqual([0, ''])
      } finally {
        gate.close()
      }
    })
  },
)

fault(
  {
    fault: "events from outside with this installation's own source",
    holds: 'they are refused, by each way in',
  },
  async () => {
    await attacked(async ({ installation }) => {
      const { name } = await installation.client.call('server', 'GetServerInfo', {}).then((info) => ({
        name: info.installation,
      }))
      for (const source of [`iteron:${name}/worker`, `iteron:${name}/`, `iteron:${name}/../x`]) {
        expect(await post(installation, envelope('own', { source }))).toBe(400)
        await expect(installation.client.publish({ type: 'part', source })).rejects.toMatchObject({
          code: 'INVALID_ARGUMENT',
        })
      }
    })
  },
)

/** Paths that no file of an artifact can have. */
const PATHS = [
  ...['../out', '..', '.', './x', 'a/../../b', '/etc/passwd', '', 'a//b', 'a/', 'a\0b', '\ud800', '\\..\\x'],
  ...['x'.repeat(10_000), '../'.repeat(2000), 'C:\\x', '%2e%2e/x', 'folder/file/../../../x'],
]

fault(
  {
    fault:
      "events from outside whose files have paths like ../, absolute ones, NUL, 10,000 bytes, or name artifacts that aren't there, are deleted, or hold other bytes",
    holds: 'each is refused with its reason, no job runs for it, and nothing is written outside',
  },
  async () => {
    await attacked(async ({ installation }) => {
      const { client } = installation
      await client.shell('part', 'true', { subscribes: ['part'] })
      const artifact = await client.upload({ 'folder/file': 'content' })
      const deleted = await client.upload({ x: 'other' })
      await client.call('artifacts', 'DeleteArtifact', { artifact: deleted })
      const bad = [
        ...PATHS.map((name) => ({ path: name, artifact })),
        { path: 'x', artifact: deleted },
        { path: 'x', artifact: 'none' },
        { path: 'x', artifact: '../../blobs' },
        { path: 'folder/file', artifact, digest: `sha256:${'0'.repeat(64)}` },
        { path: 'folder/file', artifact, digest: '__proto__' },
      ]
      for (const [n, file] of bad.entries()) {
        const id = `bad-${String(n)}`
        expect(await post(installation, envelope(id, { data: { files: [file] } }))).toBe(202)
        const { verdict, reason, jobs } = await client.outcome(id)
        expect([JSON.stringify(file).slice(0, 80), verdict, jobs.length]).toEqual([
          expect.anything(),
          'failed',
          0,
        ])
        expect(reason).toMatch(/^the event was refused: /)
        if ('digest' in file) continue // that way in takes none
        await expect(
          client.publish({
            type: 'part',
            files: [{ artifact: file.artifact, path: file.path === '' ? '/' : file.path }],
          }),
        ).rejects.toMatchObject({ code: expect.stringMatching(/^(NOT_FOUND|INVALID_ARGUMENT)$/) as unknown })
      }
      const { jobs } = await client.call('jobs', 'ListJobs', { module: 'part' })
      expect(jobs).toEqual([])
      expect(readdirSync(installation.folder)).toEqual(['data'])
      expect(existsSync(path.join(installation.data, 'out'))).toBe(false)
    })
  },
)

/** JSON of a value whose length is there, and can't be compared with a number. */
const INCOMPARABLE = '{"length":[{"toString":0}]}'

fault(
  {
    fault: 'values whose length can not be compared, as the id of an event, its files, and a link',
    holds:
      'an event that takes any data is recorded with it, the others are refused; none comes again and again',
  },
  async () => {
    await attacked(async ({ installation }) => {
      const whole = envelope('files', { data: { files: 0 } })
      expect(await post(installation, whole.replace('"files":0', `"files":${INCOMPARABLE}`))).toBe(202)
      expect((await installation.client.outcome('files')).verdict).toBe('succeeded')
      expect(await post(installation, envelope('id', {}).replace('"id":"id"', `"id":${INCOMPARABLE}`))).toBe(
        400,
      )
      const link = await installation.post('/', 'application/json', `{"url":${INCOMPARABLE}}`)
      expect(link.status).toBe(400)
      await expect(
        installation.client.call('modules', 'CreateModule', { specJson: `{"name":${INCOMPARABLE}}` }),
      ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    })
  },
)
