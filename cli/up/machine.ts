import { hostname, release } from 'node:os'
import { environmentRecord } from '../../core/model/environment.ts'
import { randomIds } from '../../core/system-clock.ts'
import { VERSION } from '../../core/version.ts'

/** What of this machine may explain a result. */
export function machineRecord() {
  return environmentRecord({
    host: hostname(),
    platform: `${process.platform}/${process.arch}`,
    kernel: release(),
    node: process.version,
    iteron: VERSION,
  })
}

/** Another one for each start, and for people to recognise: `host/process/random`. */
export function dispatcherId(): string {
  return `${hostname()}/${String(process.pid)}/${randomIds.random().slice(0, 8)}`
}
