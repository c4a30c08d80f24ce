import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { credentials } from '@grpc/grpc-js'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createCertificates, type CertificateFiles } from '../../adapters/x509/certificates.ts'
import { Connection } from '../../proto/client.ts'
import { startBench, type Bench } from './grpc-server.ts'

let folder: string
let ours: CertificateFiles
let theirs: CertificateFiles
let bench: Bench

async function clientOf(trusted: CertificateFiles, own: CertificateFiles) {
  const [ca, key, cert] = await Promise.all(
    [trusted.cacertfile, own.client.keyfile, own.client.certfile].map((path) => readFile(path)),
  )
  return credentials.createSsl(ca, key, cert)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iteron-tls-'))
  const make = (name: string) =>
    createCertificates({
      directory: join(folder, name),
      hosts: ['127.0.0.1', 'localhost'],
      days: 2,
      now: Date.now(),
    })
  ours = await make('ours')
  theirs = await make('theirs')
  bench = await startBench({
    dispatcher: false,
    ...ours.server,
    cacertfile: ours.cacertfile,
    clientCredentials: await clientOf(ours, ours),
  })
})

afterAll(async () => {
  await bench.stop()
  await rm(folder, { recursive: true, force: true })
})

test('a client with a certificate of the authority is served', async () => {
  const info = await bench.call('server', 'GetServerInfo', {})
  expect(info).toMatchObject({ tls: true, grpcAddress: bench.server.address })
})

test('clients without one, with one of another authority, and in plain text are refused', async () => {
  const all = [
    credentials.createSsl(await readFile(ours.cacertfile)),
    await clientOf(ours, theirs),
    await clientOf(theirs, ours),
    credentials.createInsecure(),
  ]
  for (const one of all) {
    const connection = new Connection(bench.server.address ?? '', one)
    const call = connection.unary('server', 'GetServerInfo', {}, { timeoutMs: 5000 })
    await expect(call).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    connection.close()
  }
})

test('TLS before 1.2 is refused', async () => {
  const [host, port] = (bench.server.address ?? '').split(':')
  const error = await new Promise<Error>((resolve, reject) => {
    const socket = connect({
      host,
      port: Number(port),
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    })
    socket.once('error', resolve)
    socket.once('secureConnect', () => reject(new Error('TLS 1.1 was accepted')))
  })
  expect(error.message).toMatch(/alert|version|protocol|ECONNRESET/i)
})

test.each([['certfile'], ['keyfile'], ['cacertfile']] as const)(
  'without --%s there is no TLS and no server',
  async (missing) => {
    const { [missing]: _missing, ...files } = { ...ours.server, cacertfile: ours.cacertfile }
    await expect(startBench({ dispatcher: false, ...files })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: `TLS needs three files, and --${missing} is missing`,
    })
  },
)

test('files that are no certificates are refused', async () => {
  const wrong = { ...ours.server, certfile: ours.server.keyfile, cacertfile: ours.cacertfile }
  await expect(startBench({ dispatcher: false, ...wrong })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  })
  const absent = { ...ours.server, certfile: join(folder, 'nothing.pem'), cacertfile: ours.cacertfile }
  await expect(startBench({ dispatcher: false, ...absent })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: expect.stringContaining("nothing.pem can't be read"),
  })
})

test('beyond loopback nothing is served in plain text', async () => {
  for (const address of ['0.0.0.0:0', '[::]:0', 'iteron.example.com:9000']) {
    await expect(startBench({ dispatcher: false, address })).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining(`refusing to listen at ${address} without TLS`),
      hint: expect.stringContaining('iteron certs create'),
    })
  }
  await expect(startBench({ dispatcher: false, address: 'nowhere' })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  })
})
