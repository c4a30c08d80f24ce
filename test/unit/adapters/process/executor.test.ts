import { existsSync, rmSync } from 'node:fs'
import { afterAll } from '@jest/globals'
import { testExecutor } from '../../../conformance/executor.ts'
import { processHarness } from './harness.ts'

/** What /bin/sh is on other systems; the short form keeps to this one's. */
const others =
  process.env.ITERON_TEST_LONG === '1'
    ? [
        ['/bin/bash', '--norc'],
        ['/usr/bin/busybox', 'sh'],
      ]
    : []

for (const shell of [['/bin/sh'], ...others].filter(([path = '']) => existsSync(path))) {
  const harness = processHarness(shell)
  testExecutor(`process, by way of ${shell.join(' ')},`, harness)
  afterAll(() => {
    rmSync(harness.root, { recursive: true, force: true })
  })
}
