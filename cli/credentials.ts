import { readFileSync } from 'node:fs'
import { credentials, type ChannelCredentials } from '@grpc/grpc-js'
import type { Settings } from './config/schema.ts'
import { usageError } from './errors.ts'

type TlsSettings = Pick<Settings, 'certfile' | 'keyfile' | 'cacertfile'>

/** Plain text without certificates, else TLS; a usage error if they don't fit together or can't be read. */
export function clientCredentials({ certfile, keyfile, cacertfile }: TlsSettings): ChannelCredentials {
  if ((certfile === undefined) !== (keyfile === undefined))
    throw usageError(
      `${certfile === undefined ? '--keyfile' : '--certfile'} was given alone`,
      'A client identifies itself with both: --certfile and --keyfile.',
    )
  if (certfile === undefined && cacertfile === undefined) return credentials.createInsecure()
  const [ca, key, cert] = [
    readPem('cacertfile', cacertfile),
    readPem('keyfile', keyfile),
    readPem('certfile', certfile),
  ]
  try {
    return credentials.createSsl(ca, key, cert)
  } catch (error) {
    throw usageError(
      `the certificates can't be used: ${(error as Error).message}`,
      'They must be PEM files that belong together.',
    )
  }
}

function readPem(flag: string, file: string | undefined): Buffer | null {
  if (file === undefined) return null
  try {
    return readFileSync(file)
  } catch (error) {
    throw usageError(
      `--${flag} can't be read: ${(error as Error).message}`,
      '`iteron certs create` makes certificates.',
    )
  }
}
