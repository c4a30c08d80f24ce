import { readFile } from 'node:fs/promises'
import { IteronError, messageOf } from '../errors.ts'
import { formatAddress, isLoopback, type Address } from './address.ts'

/** Files in PEM; either all three or none. */
export interface TlsFiles {
  readonly certfile?: string
  readonly keyfile?: string
  /** Clients must have a certificate that this authority signed. */
  readonly cacertfile?: string
}

/** What a server needs for mutual TLS. */
export interface TlsMaterial {
  readonly cert: Buffer
  readonly key: Buffer
  readonly ca: Buffer
}

const FLAGS = ['certfile', 'keyfile', 'cacertfile'] as const

/**
 * The files' contents; undefined for plain text. INVALID_ARGUMENT if some of the files are missing or can't be read;
 * FAILED_PRECONDITION for plain text beyond loopback.
 */
export async function readTls(files: TlsFiles, address: Address): Promise<TlsMaterial | undefined> {
  const missing = FLAGS.filter((flag) => files[flag] === undefined)
  if (missing.length === FLAGS.length) {
    refusePlainText(address)
    return undefined
  }
  if (missing.length > 0) throw incomplete(missing)
  const [cert, key, ca] = await Promise.all([
    read('certfile', files.certfile ?? ''),
    read('keyfile', files.keyfile ?? ''),
    read('cacertfile', files.cacertfile ?? ''),
  ])
  return { cert, key, ca }
}

/** Whether these files ask for TLS. */
export function wantsTls(files: TlsFiles): boolean {
  return FLAGS.some((flag) => files[flag] !== undefined)
}

function refusePlainText(address: Address): void {
  if (isLoopback(address.host)) return
  throw new IteronError(
    'FAILED_PRECONDITION',
    `refusing to listen at ${formatAddress(address)} without TLS: anybody who reaches it could run programs here`,
    {
      hint: 'Give --certfile, --keyfile and --cacertfile (iteron certs create makes them), or listen at 127.0.0.1.',
    },
  )
}

function incomplete(missing: readonly string[]): IteronError {
  const flags = missing.map((flag) => `--${flag}`).join(' and ')
  return new IteronError('INVALID_ARGUMENT', `TLS needs three files, and ${flags} is missing`, {
    hint: 'Give --certfile, --keyfile and --cacertfile, or none of them.',
  })
}

async function read(flag: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    throw new IteronError('INVALID_ARGUMENT', `--${flag} ${path} can't be read: ${messageOf(error)}`, {
      cause: error,
      hint: 'iteron certs create makes certificates.',
    })
  }
}
