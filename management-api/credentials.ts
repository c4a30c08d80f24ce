import { createSecureContext } from 'node:tls'
import { ServerCredentials } from '@grpc/grpc-js'
import { IteronError, messageOf } from '../core/errors.ts'
import type { Address } from '../core/listen/address.ts'
import { readTls, type TlsFiles } from '../core/listen/tls-files.ts'

/**
 * Mutual TLS (1.2 or later) if the files are given, plain text otherwise. INVALID_ARGUMENT if some of the files are
 * missing or
 * can't be used; FAILED_PRECONDITION for plain text beyond loopback.
 */
export async function serverCredentials(files: TlsFiles, address: Address): Promise<ServerCredentials> {
  const tls = await readTls(files, address)
  if (tls === undefined) return ServerCredentials.createInsecure()
  try {
    // gRPC looks at the files only when a client connects.
    createSecureContext(tls)
    return ServerCredentials.createSsl(tls.ca, [{ cert_chain: tls.cert, private_key: tls.key }], true)
  } catch (error) {
    throw new IteronError('INVALID_ARGUMENT', `the certificate files can't be used: ${messageOf(error)}`, {
      cause: error,
      hint: 'iteron certs create makes a set that fits together.',
    })
  }
}
