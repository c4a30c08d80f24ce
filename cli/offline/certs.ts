import { systemClock } from '../../core/system-clock.ts'

export interface CertificateRequest {
  readonly directory: string
  readonly hosts: readonly string[]
  readonly days: number
}

/** Makes the files for mutual TLS; ALREADY_EXISTS if one of them is there. */
export async function createCertificates(request: CertificateRequest) {
  // no port that the registry would open: a tool of this command alone
  const x509 = await import('../../adapters/x509/certificates.ts')
  return await x509.createCertificates({ ...request, now: systemClock.now() })
}
