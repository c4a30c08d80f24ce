import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from '@jest/globals'
import { processExecutor } from '../../../../adapters/process/executor.ts'
import { systemClock } from '../../../../core/system-clock.ts'
import { testExecutor } from '../../../conformance/executor.ts'
import { program } from './programs.ts'

const root = mkdtempSync(join(tmpdir(), 'iteron-process-'))
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

function directory(): Promise<string> {
  return Promise.resolve(mkdtempSync(join(root, 'd-')))
}

async function notExecutable(): Promise<string> {
  const file = join(await directory(), 'text')
  writeFileSync(file, 'not a program\n')
  return file
}

/** What /bin/sh is on other systems; the short form keeps to this one's. */
const others =
  process.env.ITERON_TEST_LONG === '1'
    ? [
        ['/bin/bash', '--norc'],
        ['/usr/bin/busybox', 'sh'],
      ]
    : []

for (const shell of [['/bin/sh'], ...others].filter(([path = '']) => existsSync(path))) {
  testExecutor(`process, by way of ${shell.join(' ')},`, {
    create: async (slots) => processExecutor({ slots, folder: await directory(), clock: systemClock, shell }),
    directory,
    command: program,
    notExecutable,
    processes: true,
    added: ['ITERON_TASK'],
  })
}
