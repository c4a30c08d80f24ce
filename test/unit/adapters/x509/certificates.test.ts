import { X509Certificate } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createCertificates } from '../../../../adapters/x509/certificates.ts'

const NOW = Date.UTC(2030, 0, 1)
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iteron-x509-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const create = (more: object = {}) =>
  createCertificates({
    directory: join(folder, 'certs'),
    hosts: ['iteron.example.com', '10.0.0.5', '::1'],
    days: 30,
    now: NOW,
    ...more,
  })

async function certificate(path: string): Promise<X509Certificate> {
  return new X509Certificate(await readFile(path))
}

test('server and client certificates are signed by the authority', async () => {
  const files = await create()
  const authority = await certificate(files.cacertfile)
  const server = await certificate(files.server.certfile)
  const client = await certificate(files.client.certfile)
  expect(authority.ca).toBe(true)
  for (const issued of [server, client]) {
    expect(issued.ca).toBe(false)
    expect(issued.verify(authority.publicKey)).toBe(true)
    expect(issued.checkIssued(authority)).toBe(true)
  }
  expect(server.serialNumber).not.toBe(client.serialNumber)
})

test('the server certificate is for the hosts that were named, and for no other', async () => {
  const server = await certificate((await create()).server.certfile)
  expect(server.checkHost('iteron.example.com')).toBe('iteron.example.com')
  expect(server.checkHost('other.example.com')).toBeUndefined()
  expect(server.checkIP('10.0.0.5')).toBe('10.0.0.5')
  expect(server.checkIP('::1')).toBe('::1')
  expect(server.checkIP('10.0.0.6')).toBeUndefined()
})

test('keys are on P-256, belong to their certificates, and nobody else can read them', async () => {
  const files = await create()
  for (const { certfile, keyfile } of [files.server, files.client]) {
    const { publicKey } = await certificate(certfile)
    expect(publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1')
    expect((await stat(keyfile)).mode & 0o777).toBe(0o600)
    expect(await readFile(keyfile, 'utf8')).toContain('BEGIN PRIVATE KEY')
  }
  expect((await stat(files.cakeyfile)).mode & 0o777).toBe(0o600)
})

test('they are good from now on for as many days as was asked', async () => {
  const { validFrom, validTo } = await certificate((await create()).server.certfile)
  expect(Date.parse(validFrom)).toBeLessThan(NOW)
  expect(Date.parse(validTo)).toBe(NOW + 30 * 24 * 3600 * 1000)
})

test('a file that is there is never overwritten, and nothing is left beside it', async () => {
  const { server } = await create()
  const before = await readFile(server.certfile, 'utf8')
  await expect(create()).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
  expect(await readFile(server.certfile, 'utf8')).toBe(before)

  const other = join(folder, 'other')
  await create({ directory: other }).then(() => rm(other, { recursive: true }))
  await create({ directory: other })
  await Promise.all(
    (await readdir(other)).filter((name) => name !== 'client.pem').map((name) => rm(join(other, name))),
  )
  await writeFile(join(other, 'client.pem'), 'mine')
  await expect(create({ directory: other })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
  expect(await readdir(other)).toEqual(['client.pem'])
  expect(await readFile(join(other, 'client.pem'), 'utf8')).toBe('mine')
})

test.each([
  [{ hosts: [] }, 'no host'],
  [{ hosts: ['https://iteron.example.com'] }, 'neither a host name'],
  [{ hosts: ['a host'] }, 'neither a host name'],
  [{ days: 0 }, '1 to'],
  [{ days: 1.5 }, '1 to'],
])('%j is refused', async (wrong, message) => {
  await expect(create(wrong)).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: expect.stringContaining(message),
  })
})
