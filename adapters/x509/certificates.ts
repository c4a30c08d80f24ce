import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import { IteronError, messageOf } from '../../core/errors.ts'
import { makeFolder } from '../../core/make-folder.ts'

/** What is made: an authority, a certificate for the server and one for clients, each with its key. */
export interface CertificateOptions {
  /** Folder that gets the files; made if it isn't there. */
  readonly directory: string
  /** Names and addresses under which clients reach the server. */
  readonly hosts: readonly string[]
  /** How long they are good for. */
  readonly days: number
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Paths of the files, PEM. */
export interface CertificateFiles {
  readonly cacertfile: string
  readonly cakeyfile: string
  readonly server: { readonly certfile: string; readonly keyfile: string }
  readonly client: { readonly certfile: string; readonly keyfile: string }
}

interface Issued {
  readonly certificate: x509.X509Certificate
  readonly keys: webcrypto.CryptoKeyPair
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const DAY_MS = 24 * 3600 * 1000
/** Clocks of two machines may differ by so much. */
const LEEWAY_MS = 5 * 60 * 1000
const SECRET = 0o600
const PUBLIC = 0o644
const LONGEST_DAYS = 3650
const HOST = /^(\*\.)?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/

/**
 * Makes the files for mutual TLS. INVALID_ARGUMENT for a host or a time that can't be; ALREADY_EXISTS, naming it, if
 * one of the files
 * is there: nothing is overwritten, and what was written before is taken away again.
 */
export async function createCertificates(options: CertificateOptions): Promise<CertificateFiles> {
  check(options)
  const authority = await issueAuthority(options)
  const server = await issue(authority, options, 'Iteron server', serverExtensions(options.hosts))
  const client = await issue(authority, options, 'Iteron client', clientExtensions())
  const file = (name: string) => join(options.directory, name)
  const files: CertificateFiles = {
    cacertfile: file('ca.pem'),
    cakeyfile: file('ca-key.pem'),
    server: { certfile: file('server.pem'), keyfile: file('server-key.pem') },
    client: { certfile: file('client.pem'), keyfile: file('client-key.pem') },
  }
  await writeAll(options.directory, [
    [files.cakeyfile, SECRET, await keyPem(authority)],
    [files.cacertfile, PUBLIC, certificatePem(authority)],
    [files.server.keyfile, SECRET, await keyPem(server)],
    [files.server.certfile, PUBLIC, certificatePem(server)],
    [files.client.keyfile, SECRET, await keyPem(client)],
    [files.client.certfile, PUBLIC, certificatePem(client)],
  ])
  return files
}

function check({ hosts, days }: CertificateOptions): void {
  if (!Number.isInteger(days) || days < 1 || days > LONGEST_DAYS) {
    throw new IteronError(
      'INVALID_ARGUMENT',
      `certificates can't be good for ${days} days: 1 to ${LONGEST_DAYS}`,
    )
  }
  if (hosts.length === 0)
    throw new IteronError('INVALID_ARGUMENT', 'no host is named for the server certificate')
  for (const host of hosts) {
    if (isIP(host) !== 0 || (HOST.test(host) && host.length <= 253)) continue
    throw new IteronError(
      'INVALID_ARGUMENT',
      `${JSON.stringify(host)} is neither a host name nor an IP address`,
      {
        hint: 'Give names and addresses without port, such as iteron.example.com or 10.0.0.5.',
      },
    )
  }
}

async function issueAuthority(options: CertificateOptions): Promise<Issued> {
  const keys = await newKeys()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(options),
    serialNumber: newSerial(),
    name: 'CN=Iteron CA',
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate, keys }
}

async function issue(
  authority: Issued,
  options: CertificateOptions,
  name: string,
  extensions: x509.Extension[],
): Promise<Issued> {
  const keys = await newKeys()
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity(options),
    serialNumber: newSerial(),
    subject: `CN=${name}`,
    issuer: authority.certificate.subject,
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.certificate),
      ...extensions,
    ],
  })
  return { certificate, keys }
}

function serverExtensions(hosts: readonly string[]): x509.Extension[] {
  const names = [...new Set(hosts)].map((value) => ({
    type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const),
    value,
  }))
  return [
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension(names),
  ]
}

function clientExtensions(): x509.Extension[] {
  return [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])]
}

function validity({ now, days }: CertificateOptions) {
  return { notBefore: new Date(now - LEEWAY_MS), notAfter: new Date(now + days * DAY_MS) }
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
}

/** 120 random bits; the first byte keeps the number positive. */
function newSerial(): string {
  return `01${Buffer.from(webcrypto.getRandomValues(new Uint8Array(15))).toString('hex')}`
}

function certificatePem({ certificate }: Issued): string {
  return `${certificate.toString('pem')}\n`
}

async function keyPem({ keys }: Issued): Promise<string> {
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)
  return `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`
}

type NewFile = readonly [path: string, mode: number, content: string]

/** All or none; keys are never readable by others, not even for a moment. */
async function writeAll(directory: string, files: readonly NewFile[]): Promise<void> {
  makeFolder(directory, 0o700)
  const written: string[] = []
  try {
    for (const file of files) {
      await write(file)
      written.push(file[0])
    }
  } catch (error) {
    await Promise.all(written.map((path) => rm(path, { force: true })))
    throw error
  }
}

async function write([path, mode, content]: NewFile): Promise<void> {
  const handle = await open(path, 'wx', mode).catch((error: unknown) => {
    throw refusal(path, error)
  })
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function refusal(path: string, error: unknown): IteronError {
  if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
    return new IteronError('ALREADY_EXISTS', `${path} exists, and certificates are never overwritten`, {
      cause: error,
      hint: 'Name another folder, or remove the old files if nothing uses them any more.',
    })
  }
  return new IteronError('FAILED_PRECONDITION', `${path} can't be written: ${messageOf(error)}`, {
    cause: error,
  })
}
