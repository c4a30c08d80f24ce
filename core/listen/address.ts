import { isIP, isIPv4 } from 'node:net'
import { IteronError } from '../errors.ts'

export interface Address {
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
}

/** `HOST:PORT`, with an IPv6 address in brackets. INVALID_ARGUMENT for anything else. */
export function parseAddress(text: string): Address {
  const found = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text)
  const host = found?.[1] ?? found?.[2]
  const port = Number(found?.[3])
  if (host === undefined || port > 65_535 || (found?.[1] !== undefined && isIP(host) !== 6)) {
    throw new IteronError('INVALID_ARGUMENT', `${JSON.stringify(text)} is not an address to listen at`, {
      hint: 'Write HOST:PORT, such as 127.0.0.1:9000 or [::1]:9000; port 0 picks a free one.',
    })
  }
  return { host, port }
}

export function formatAddress({ host, port }: Address): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`
}

/** Whether only this machine can reach it. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
}
