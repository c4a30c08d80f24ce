import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import path from 'node:path'
import type { SecureContextOptions } from 'node:tls'
import { credentials } from '@grpc/grpc-js'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Installation } from './installation.ts'
import { IteronProcess } from './iteron-process.ts'

const LIMIT_MS = 20_000

describe('mutual TLS, with certificates of `iteron certs create`', () => {
  const folder = new Installation()
  const certs = (name: string) => path.join(folder.folder, 'certs', name)
  const flags = (who: string) => ['--certfile', certs(`${who}.pem`), '--keyfile', certs(`${who}-key.pem`)]
  const authority = ['--cacertfile', certs('ca.pem')]
  let installation: Installation

  beforeAll(async () => {
    expect(await folder.cli('certs', 'create')).toMatchObject({ exit: 0 })
    const [ca, key, cert] = ['ca.pem', 'client-key.pem', 'client.pem'].map((name) =>
      readFileSync(certs(name)),
    )
    installation = new Installation({ credentials: credentials.createSsl(ca, key, cert) })
    await installation.start(...flags('server'), ...authority)
  })

  afterAll(async () => {
    await installation.remove()
    await folder.remove()
  })

  function post(body: string, tls: SecureContextOptions): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json' }
      const options = {
        method: 'POST',
        headers,
        ...tls,
        timeout: LIMIT_MS,
        agent: false as const,
        servername: 'localhost',
      }
      const sent = request(`https://${installation.http}/`, options, (answer) => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      })
      sent.on('error', reject)
      sent.end(body)
    })
  }

  test('a client with a certificate publishes, and sees what became of it', async () => {
    const { client } = installation
    await client.shell('hello', 'cat in/eventmeta.json > out/data/meta', { subscribes: ['hello'] })
    const publish = await installation.cli(
      'event',
      'publish',
      'hello',
      '--data',
      'a=b',
      '--wait',
      ...flags('client'),
      ...authority,
    )
    expect(publish).toMatchObject({ exit: 0, stderr: 'succeeded: 1 job\n' })
    const { jobs } = await client.call('jobs', 'ListJobs', {})
    expect(await client.output(jobs[0]!.id)).toEqual({ meta: '[{"key":"a","value":"b"}]' })
    expect(await client.call('server', 'GetServerInfo', {})).toMatchObject({ tls: true })
  })

  test('without a certificate, or with one of another authority, nobody gets in', async () => {
    const stranger = new Installation()
    try {
      expect(await stranger.cli('certs', 'create')).toMatchObject({ exit: 0 })
      const other = (name: string) => path.join(stranger.folder, 'certs', name)
      const attempts = [
        [],
        authority,
        ['--certfile', other('client.pem'), '--keyfile', other('client-key.pem'), ...authority],
        [...flags('client'), '--cacertfile', other('ca.pem')],
      ]
      for (const attempt of attempts) {
        const status = await installation.cli('status', ...attempt, '--timeout', '5')
        expect(status).toMatchObject({ exit: 3, stdout: '' })
      }
    } finally {
      await stranger.remove()
    }
  })

  test('the front API too takes events only from those who have a certificate', async () => {
    const ca = readFileSync(certs('ca.pem'))
    const own = { ca, cert: readFileSync(certs('client.pem')), key: readFileSync(certs('client-key.pem')) }
    expect(await post('{"url":"http://host/a"}', own)).toBe(200)
    await expect(post('{"url":"http://host/b"}', { ca })).rejects.toThrow()
    await expect(fetch(`http://${installation.http}/healthz`)).rejects.toThrow()
    const { events } = await installation.client.call('events', 'ListEvents', { type: 'frontapi.new_link' })
    expect(events.length).toBeLessThanOrEqual(1)
  })

  test('beyond loopback it is served with certificates, and only with all three files', async () => {
    const everywhere = ['up', '--data', 'wide', '--grpc', '0.0.0.0:0', '--http', '0.0.0.0:0']
    const half = await new IteronProcess([...everywhere, ...flags('server')], { cwd: folder.folder }).end(
      LIMIT_MS,
    )
    expect(half).toMatchObject({ stdout: '', stderr: expect.stringContaining('--cacertfile') })
    const whole = new IteronProcess([...everywhere, ...flags('server'), ...authority], { cwd: folder.folder })
    await whole.prints(/^ready grpc=0\.0\.0\.0:\d+ /m, LIMIT_MS)
    whole.signal('SIGTERM')
    expect(await whole.end(LIMIT_MS)).toMatchObject({ exit: 0 })
  })
})
