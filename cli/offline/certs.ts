import { certificateMaker } from '../../adapters/registry.ts'
import { systemClock } from '../../core/system-clock.ts'

export interface CertificateRequest {
  readonly directory: string
  readonly hosts: readonly string[]
  readonly days: number
}

/** Makes the files for mutual TLS; ALREADY_EXISTS if one of them is there. */
export async function createCertificates(request: CertificateRequest) {
  const create = await certificateMaker()
  return await create({ ...request, now: systemClock.now() })
}
